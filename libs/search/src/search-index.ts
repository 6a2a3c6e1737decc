// The directory in memory, as it is searched: one document for each authority and audience that sees more than the one before.
// A caller of level L is answered from the fullest document of each authority that L may see, and from nothing else.
import type { Hours } from '#protocol';
import { isAscii } from './word-keys.ts';
import { posting, Terms } from './terms.ts';
import { conceptsOf, partHan } from './glossary.ts';
import { initialsOf, initialsTerm } from './initials.ts';
import { countedWords, isHan, piecesOf, wordsOf } from './words.ts';

/** 1 public, 2 government, 3 members. */
export type Level = 1 | 2 | 3;

export type FieldKind = 'acronym' | 'name' | 'alias' | 'former' | 'state' | 'function' | 'article' | 'kind';

export interface DirectoryDocument {
  readonly authority: string;
  readonly level: Level;
  readonly state: string;
  /** What sort of body it is (AuthorityKind). */
  readonly kind: string;
  readonly sortName: string;
  /** When the authority last confirmed its entry, ms since 1970; null: never. */
  readonly confirmed: number | null;
  /** When it has to confirm it next; null: not asked. */
  readonly due: number | null;
  readonly names: readonly { readonly text: string; readonly kind: Exclude<FieldKind, Label['kind']> }[];
  /** Designations in the source's words. */
  readonly designations: readonly string[];
  readonly functions: readonly string[];
  readonly articles: readonly string[];
  readonly languages: readonly string[];
  readonly networks: readonly string[];
  /** Office hours, each from the level on that sees it. */
  readonly hours: readonly (Hours & { readonly level: Level })[];
}

/** When the authority has to confirm its entry again, ms since 1970; it never did: before all times. */
export function freshUntil({ confirmed, due }: Pick<DirectoryDocument, 'confirmed' | 'due'>): number {
  return confirmed === null || due === null ? -Infinity : due;
}

/** Words that stand for many entries: the names of a State, of a function, of an article, of a sort of body. */
export interface Label {
  readonly kind: 'state' | 'function' | 'article' | 'kind';
  readonly code: string;
  /** Each a text of its own: a language, a form. */
  readonly texts: readonly string[];
  /** Found too, but the first of `texts` is shown instead. */
  readonly hidden?: readonly string[];
  /** Found as `hidden` are, but less than what bears the word in its own name; no names of a State. */
  readonly places?: readonly string[];
}

const WEIGHT: Readonly<Record<FieldKind, number>> = { acronym: 1, name: 1, alias: 0.97, former: 0.95, state: 0.9, function: 0.75, article: 0.75, kind: 0.7 };
const PLACE_WEIGHT = 0.75;

export class SearchIndex {
  readonly terms = new Terms();
  readonly documents: DirectoryDocument[] = [];
  /** Fields, column by column: the text, */
  readonly fields: string[] = [];
  /** its document, or below zero its group (-1 - group), */
  readonly owners: number[] = [];
  readonly kinds: FieldKind[] = [];
  readonly weights: number[] = [];
  /** and how many of its words count. */
  readonly lengths: number[] = [];
  /** Groups of each document: its State, functions, articles. */
  readonly groupsOf: number[][] = [];
  readonly isState: boolean[] = [];
  /** Documents of each group. */
  readonly members: number[][] = [];
  /** The level from which on a fuller document stands in for this one; 4: none does; 0: it is gone. */
  readonly until: number[] = [];
  private readonly levels: number[] = [];
  /** Number of each document's filter values: documents with the same ones share it. */
  readonly profiles: number[] = [];
  /** Whether office hours of the document are known to anybody. */
  readonly timed: boolean[] = [];
  /** See the function of this name. */
  readonly freshUntil: number[] = [];
  private readonly profileNumbers = new Map<string, number>();
  private readonly groups = new Map<string, number>();
  private readonly byAuthority = new Map<string, number[]>();
  /** Documents that were replaced: beyond a share of all, making the index anew is cheaper. */
  gone = 0;

  constructor(labels: readonly Label[]) {
    for (const { kind, code, texts, hidden = [], places = [] } of labels) {
      const group = this.members.push([]) - 1;
      this.isState.push(kind === 'state');
      this.groups.set(`${kind} ${code}`, group);
      for (const text of texts) this.addField(-1 - group, kind, text, 1);
      for (const text of hidden) this.addField(-1 - group, kind, text, 1, texts[0]);
      for (const text of places) this.addField(-1 - group, kind, text, 1, texts[0], PLACE_WEIGHT);
      if (kind === 'state') for (const [word, more] of [...texts, ...hidden].map(piecesOf)) if (word !== undefined && more === undefined) this.terms.nameState(word, group);
    }
    this.terms.endLabels();
  }

  /** Whether the document is of the State. */
  isOf(document: number, state: string): boolean {
    return this.documents[document]!.state === state;
  }

  sees(document: number, level: Level): boolean {
    return this.levels[document]! <= level && level < this.until[document]!;
  }

  /** The documents of one authority, of every level. */
  documentsOf(authority: string): readonly number[] {
    return this.byAuthority.get(authority) ?? [];
  }

  /** Puts in all documents of one authority, of every level; the former ones go. */
  replace(authority: string, documents: readonly DirectoryDocument[]): void {
    for (const former of this.byAuthority.get(authority) ?? []) {
      this.until[former] = 0;
      this.gone += 1;
    }
    const ordered = documents.toSorted((a, b) => a.level - b.level);
    const ids = ordered.map((document, index) => this.add(document, ordered[index + 1]?.level ?? 4));
    if (ids.length > 0) this.byAuthority.set(authority, ids);
    else this.byAuthority.delete(authority);
  }

  private add(document: DirectoryDocument, until: number): number {
    const id = this.documents.push(document) - 1;
    this.until.push(until);
    this.levels.push(document.level);
    this.groupsOf.push([]);
    this.profiles.push(this.profileOf(document));
    this.timed.push(document.hours.length > 0);
    this.freshUntil.push(freshUntil(document));
    for (const { text, kind } of document.names) this.addField(id, kind, text, document.level);
    for (const text of document.designations) this.addField(id, 'function', text, document.level);
    this.join('state', document.state, id);
    this.join('kind', document.kind, id);
    for (const code of document.functions) this.join('function', code, id);
    for (const code of document.articles) this.join('article', code, id);
    return id;
  }

  private profileOf({ state, functions, articles, languages, networks }: DirectoryDocument): number {
    const key = JSON.stringify([state, functions, articles, languages, networks]);
    const known = this.profileNumbers.get(key) ?? this.profileNumbers.size;
    this.profileNumbers.set(key, known);
    return known;
  }

  private join(kind: Label['kind'], code: string, document: number): void {
    const group = this.groups.get(`${kind} ${code}`);
    if (group === undefined) return;
    this.members[group]!.push(document);
    this.groupsOf[document]!.push(group);
  }

  private addField(owner: number, kind: FieldKind, text: string, level: Level, shown = text, weight = WEIGHT[kind]): void {
    const field = this.fields.push(shown) - 1;
    this.owners.push(owner);
    this.kinds.push(kind);
    this.weights.push(weight);
    this.lengths.push(countedWords(text));
    const placed = wordsOf(text);
    for (const { word, at } of placed) {
      this.terms.add(word, level, posting(field, at));
      if (!isHan(word)) for (const concept of conceptsOf(word)) this.terms.add(concept, level, posting(field, at));
    }
    if (kind === 'name' || kind === 'alias' || kind === 'former') for (const letters of initialsOf(text)) this.terms.add(initialsTerm(letters), level, posting(field, 15));
    if (isAscii(text)) return;
    for (const run of piecesOf(text).filter(isHan)) {
      for (const { concepts } of partHan(run)) for (const concept of concepts) this.terms.add(concept, level, posting(field, 15));
    }
  }
}

