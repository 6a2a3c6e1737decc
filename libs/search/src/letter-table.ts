// Words with the letters they are made of, so that most words that are no misspelling are passed over without being compared.

/** Words of one length. */
export class LetterTable {
  private readonly ids: number[] = [];
  /** For each word which letters it has, then which it has twice: one error changes at most two bits of both together. */
  private letters = new Int32Array(64);

  add(id: number, roman: string): void {
    const at = 2 * (this.ids.push(id) - 1);
    if (at === this.letters.length) {
      const more = new Int32Array(2 * at);
      more.set(this.letters);
      this.letters = more;
    }
    const [once, twice] = lettersOf(roman);
    this.letters[at] = once;
    this.letters[at + 1] = twice;
  }

  /** Words that may be at most so many errors away. */
  near(roman: string, errors: number): number[] {
    const [once, twice] = lettersOf(roman);
    const { letters, ids } = this;
    const most = 2 * errors;
    const found: number[] = [];
    for (let word = 0; word < ids.length; word++) {
      const differing = bits(once ^ letters[2 * word]!);
      if (differing <= most && differing + bits(twice ^ letters[2 * word + 1]!) <= most) found.push(ids[word]!);
    }
    return found;
  }
}

function lettersOf(word: string): [once: number, twice: number] {
  let once = 0;
  let twice = 0;
  for (let at = 0; at < word.length; at++) {
    const bit = 1 << (word.charCodeAt(at) & 31);
    twice |= once & bit;
    once |= bit;
  }
  return [once, twice];
}

function bits(word: number): number {
  let left = word - ((word >>> 1) & 0x55555555);
  left = (left & 0x33333333) + ((left >>> 2) & 0x33333333);
  return Math.imul((left + (left >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
