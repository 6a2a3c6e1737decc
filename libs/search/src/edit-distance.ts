// Whether a typed word is a misspelling of another. A table of letters finds candidates; this decides.

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
  const errors = distance(typed, meant, most);
  return errors <= most ? errors : null;
}

/** Rows of the table that `distance` fills in, reused: words are shorter than this, or are compared by others. */
const LONGEST = 63;
let older = new Uint8Array(LONGEST + 1);
let before = new Uint8Array(LONGEST + 1);
let row = new Uint8Array(LONGEST + 1);

/** Optimal string alignment distance; more than `most` where it is more, by how much is not said. */
function distance(a: string, b: string, most: number): number {
  if (b.length > LONGEST) return most + 1;
  for (let j = 0; j <= b.length; j++) before[j] = j;
  for (let i = 1; i <= a.length; i++) {
    const letter = a.charCodeAt(i - 1);
    row[0] = i;
    let fewest = i;
    for (let j = 1; j <= b.length; j++) {
      const other = b.charCodeAt(j - 1);
      let least = before[j - 1]! + (letter === other ? 0 : 1);
      if (before[j]! + 1 < least) least = before[j]! + 1;
      if (row[j - 1]! + 1 < least) least = row[j - 1]! + 1;
      if (i > 1 && j > 1 && letter === b.charCodeAt(j - 2) && a.charCodeAt(i - 2) === other && older[j - 2]! + 1 < least) least = older[j - 2]! + 1;
      row[j] = least;
      if (least < fewest) fewest = least;
    }
    // Each row's least is at most one less than that of the row before the last: beyond one more than `most`, no way leads back.
    if (fewest > most + 1) return most + 1;
    [older, before, row] = [before, row, older];
  }
  return before[b.length]!;
}
