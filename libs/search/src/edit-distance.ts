// Whether a typed word is a misspelling of another. Trigrams find candidates; this decides.

/** How many typing errors a word of this length may have. */
export function errorsAllowed(length: number): number {
  if (length <= 3) return 0;
  if (length <= 5) return 1;
  return length <= 9 ? 2 : 3;
}

/** Letters left out, added, changed, or swapped with their neighbour, at most as many as the typed word's length allows. */
export function isMisspelling(typed: string, meant: string): boolean {
  return errorsIn(typed, meant) !== null;
}

/** How many errors lie between a typed word and the one it may be a misspelling of; null: too many. */
export function errorsIn(typed: string, meant: string): number | null {
  const most = errorsAllowed(typed.length);
  if (Math.abs(typed.length - meant.length) > most) return null;
  const errors = distance(typed, meant);
  return errors <= most ? errors : null;
}

/** Optimal string alignment distance. */
function distance(a: string, b: string): number {
  let older: number[] = [];
  let before = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let least = Math.min(before[j]! + 1, row[j - 1]! + 1, before[j - 1]! + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) least = Math.min(least, older[j - 2]! + 1);
      row.push(least);
    }
    older = before;
    before = row;
  }
  return before[b.length]!;
}
