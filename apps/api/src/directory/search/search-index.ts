// The directory in memory, as it is searched: one document for each authority and audience that sees more than the one before.
// A caller of level L is answered from the fullest document of each authority that L may see, and from nothing else.
import { isAscii } from './word-keys.ts';
import { posting, Terms } from './terms.ts';
import { conceptsOf, partHan } from './glossary.ts';
import { countedWords, isHan, piecesOf, wordsOf } from './words.ts';

/** 1 public, 2 government, 3 members. */
export type Level = 1 | 2 | 3;

export type FieldKind = 'acronym' | 'name' | 'alias' | 'former' | 'state' | 'function' | 'article';

export interface DirectoryDocument {
  readonly authority: string;
  readonly level: Level;
  readonly state: string;
  readonly sortName: string;
  /** When the authority last confirmed its entry, ms since 1970; null: never. */
  readonly confirmed: number | null;
  readonly names: readonly { readonly text: string; readonly kind: Exclude<FieldKind, 'state' | 'function' | 'article'> }[];
  /** Designations in the source's words. */
  readonly designations: readonly string[];
  readonly functions: readonly string[];
  readonly articles: readonly string[];
  readonly languages: readonly string[];
  readonly networks: readonly string[];
}

/** Words that stand for many entries: the names of a State, of a function, of an article. */
export interface Label {
  readonly kind: 'state' | 'function' | 'article';
  readonly code: string;
  /** Each a text of its own: a language, a form. */
  readonly texts: readonly string[];
  /** Found too, but the first of `texts` is shown instead. */
  readonly hidden?: readonly string[];
}

interface Field {
  /** Index of a document, or of a group. */
  readonly owner: number;
  readonly isGroup: boolean;
  readonly kind: FieldKind;
  readonly text: string;
  /** Words that count. */
  readonly length: number;
}

export class SearchIndex {
  readonly terms = new Terms();
  readonly documents: DirectoryDocument[] = [];
  readonly fields: Field[] = [];
  /** Documents of each group, by field owner. */
  readonly members: number[][] = [];
  /** The level from which on a fuller document stands in for this one; 4: none does; 0: it is gone. */
  readonly until: number[] = [];
  private readonly groups = new Map<string, number>();
  private readonly byAuthority = new Map<string, number[]>();
  /** Documents that were replaced: beyond a share of all, making the index anew is cheaper. */
  gone = 0;

  constructor(labels: readonly Label[]) {
    for (const { kind, code, texts, hidden = [] } of labels) {
      const group = this.members.push([]) - 1;
      this.groups.set(`${kind} ${code}`, group);
      for (const text of texts) this.addField(group, true, kind, text, 1);
      for (const text of hidden) this.addField(group, true, kind, text, 1, texts[0]);
    }
    this.terms.endLabels();
  }

  sees(document: number, level: Level): boolean {
    return this.documents[document]!.level <= level && level < this.until[document]!;
  }

  /** All documents of one authority, of every level; the former ones go. */
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
    for (const { text, kind } of document.names) this.addField(id, false, kind, text, document.level);
    for (const text of document.designations) this.addField(id, false, 'function', text, document.level);
    this.join('state', document.state, id);
    for (const code of document.functions) this.join('function', code, id);
    for (const code of document.articles) this.join('article', code, id);
    return id;
  }

  private join(kind: Label['kind'], code: string, document: number): void {
    const group = this.groups.get(`${kind} ${code}`);
    if (group !== undefined) this.members[group]!.push(document);
  }

  private addField(owner: number, isGroup: boolean, kind: FieldKind, text: string, level: Level, shown = text): void {
    const field = this.fields.push({ owner, isGroup, kind, text: shown, length: countedWords(text) }) - 1;
    const placed = wordsOf(text);
    for (const { word, at } of placed) {
      this.terms.add(word, level, posting(field, at));
      if (!isHan(word)) for (const concept of conceptsOf(word)) this.terms.add(concept, level, posting(field, at));
    }
    if (isAscii(text)) return;
    for (const run of piecesOf(text).filter(isHan)) {
      for (const { concepts } of partHan(run)) for (const concept of concepts) this.terms.add(concept, level, posting(field, 15));
    }
  }
}

