// The distinct words of the directory, with where each stands and the forms under which it is looked up.
import { errorsAllowed, errorsIn } from './edit-distance.ts';
import { LetterTable } from './letter-table.ts';
import { consonantsOf, frameOf, isAbjad, isAscii, romanOf, stemOf } from './word-keys.ts';

/** A field and the place of the word in it (at most 15), as one number. */
export const posting = (field: number, at: number): number => field * 16 + Math.min(at, 15);
export const fieldOf = (place: number): number => place >> 4;
export const placeIn = (place: number): number => place & 15;

const KEPT_LENGTH = 40;
/** In how many places a word must stand to be no typing error. */
const USUAL = 5;

export class Terms {
  readonly words: string[] = [];
  /** Fields and places of each word, in the order of `words`. */
  readonly postings: number[][] = [];
  private readonly romans: string[] = [];
  /** The least audience level that sees the word. Words of hidden values correct nobody's spelling. */
  private readonly levels: number[] = [];
  private readonly byWord = new Map<string, number>();
  private readonly byRoman = new Map<string, number[]>();
  private readonly byStem = new Map<string, number[]>();
  private readonly byConsonants = new Map<string, number[]>();
  private readonly byLength = Array.from({ length: KEPT_LENGTH + 1 }, () => new LetterTable());
  private readonly states = new Map<number, Set<number>>();
  private sorted: number[] | null = null;
  private labelled = 0;

  add(word: string, level: number, place: number): void {
    const id = this.byWord.get(word) ?? this.create(word, level);
    if (level < this.levels[id]!) this.levels[id] = level;
    this.postings[id]!.push(place);
  }

  sees(id: number, level: number): boolean {
    return this.levels[id]! <= level;
  }

  /** Held just so, where the level may see it. */
  knows(word: string, level: number): boolean {
    const id = this.byWord.get(word);
    return id !== undefined && this.sees(id, level);
  }

  /** Written so in a public label, or in several places: not taken for a typing error. */
  isUsual(word: string, level: number): boolean {
    const id = this.byWord.get(word);
    return id !== undefined && this.sees(id, level) && (id < this.labelled || this.postings[id]!.length >= USUAL);
  }

  /** The word by itself is a whole name of a State, given by its group. */
  nameState(word: string, state: number): void {
    const id = this.byWord.get(word);
    if (id !== undefined) this.states.set(id, (this.states.get(id) ?? new Set<number>()).add(state));
  }

  isState(word: string): boolean {
    const id = this.byWord.get(word);
    return id !== undefined && this.states.has(id);
  }

  /** Each of the two is a whole name of a State, and they have none in common: Niger and Нигерия, whose stem sounds the same. */
  nameOtherStates(word: string, other: number): boolean {
    const id = this.byWord.get(word);
    const states = id === undefined ? undefined : this.states.get(id);
    const others = this.states.get(other);
    return states !== undefined && others !== undefined && [...states].every((state) => !others.has(state));
  }

  /** All words so far are those of labels. */
  endLabels(): void {
    this.labelled = this.words.length;
  }

  isLabelled(id: number): boolean {
    return id < this.labelled;
  }

  exact(word: string): number | undefined {
    return this.byWord.get(word);
  }

  /** Words whose Latin form is this one, in whatever script. */
  sameInLatin(roman: string): readonly number[] {
    const own = this.byWord.get(roman);
    const others = this.byRoman.get(roman) ?? [];
    return own === undefined ? others : [own, ...others];
  }

  sameStem(stem: string): readonly number[] {
    const own = this.byWord.get(stem);
    const others = this.byStem.get(stem) ?? [];
    return own === undefined ? others : [own, ...others];
  }

  /** Words of the other kind of script (Latin or not) with the same consonants. */
  sameConsonants(word: string): number[] {
    const latin = isAscii(word);
    const roman = romanOf(word);
    const keys = new Set([consonantsOf(roman), consonantsOf(roman.replace(/t$/, '')), consonantsOf(romanOf(stemOf(word))), consonantsOf(roman.replace(/^[ae]l/, ''))]);
    if (latin && roman.length >= 4 && consonantsOf(roman) === '') keys.add(frameOf(roman));
    return [...keys].flatMap((key) => (key ? (this.byConsonants.get(key) ?? []) : [])).filter((id) => isAscii(this.words[id]!) !== latin);
  }

  roman(id: number): string {
    return this.romans[id]!;
  }

  /** Words that begin so in Latin letters. */
  *beginning(roman: string): Iterable<number> {
    const sorted = this.inOrder();
    let low = 0;
    for (let high = sorted.length; low < high; ) {
      const middle = (low + high) >>> 1;
      if (this.romans[sorted[middle]!]! < roman) low = middle + 1;
      else high = middle;
    }
    for (; low < sorted.length && this.romans[sorted[low]!]!.startsWith(roman); low++) yield sorted[low]!;
  }

  /** Words of which this one may be a misspelling, compared in Latin letters, with how many errors. */
  misspelt(roman: string): readonly (readonly [id: number, errors: number])[] {
    const most = errorsAllowed(roman.length);
    const found: [id: number, errors: number][] = [];
    if (most === 0) return found;
    for (let length = Math.max(2, roman.length - most); length <= Math.min(KEPT_LENGTH, roman.length + most); length++) {
      for (const id of this.byLength[length]!.near(roman, most)) {
        const errors = errorsIn(roman, this.romans[id]!);
        if (errors !== null) found.push([id, errors]);
      }
    }
    return found;
  }

  private create(word: string, level: number): number {
    const id = this.words.length;
    const meaning = word.startsWith('#');
    const roman = meaning ? '' : romanOf(word);
    this.words.push(word);
    this.romans.push(roman);
    this.postings.push([]);
    this.levels.push(level);
    this.byWord.set(word, id);
    if (meaning) return id;
    this.sorted = null;
    if (roman !== word) put(this.byRoman, roman, id);
    const stem = stemOf(word);
    if (stem !== word) {
      put(this.byStem, stem, id);
      if (romanOf(stem) !== roman) put(this.byRoman, romanOf(stem), id);
    }
    for (const key of new Set([consonantsOf(roman), stem === word ? '' : consonantsOf(romanOf(stem))])) if (key) put(this.byConsonants, key, id);
    if (isAbjad(word)) for (const key of new Set([frameOf(roman), frameOf(romanOf(stem))])) if (key) put(this.byConsonants, key, id);
    if (roman.length <= KEPT_LENGTH) this.byLength[roman.length]!.add(id, roman);
    return id;
  }

  private inOrder(): readonly number[] {
    this.sorted ??= [...this.words.keys()].filter((id) => this.romans[id] !== '').toSorted((a, b) => (this.romans[a]! < this.romans[b]! ? -1 : this.romans[a]! > this.romans[b]! ? 1 : 0));
    return this.sorted;
  }
}

function put(map: Map<string, number[]>, key: string, id: number): void {
  const known = map.get(key);
  if (known) known.push(id);
  else map.set(key, [id]);
}
