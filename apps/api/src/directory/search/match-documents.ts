// Which documents answer a search, how well, and by which of their texts.
import type { Answers } from './read-query.ts';
import type { FieldKind, Level, SearchIndex } from './search-index.ts';
import { fieldOf, placeIn } from './terms.ts';

export interface Match {
  readonly document: number;
  /** Greater is better; the same for the same data and search. */
  readonly rank: number;
  /** The field that answered best. */
  readonly field: number;
  /** How well the worst-answered word was answered by that field, 0 to 1. */
  readonly worst: number;
}

const WEIGHT: Readonly<Record<FieldKind, number>> = { acronym: 1, name: 1, alias: 0.97, former: 0.95, state: 0.9, function: 0.75, article: 0.75 };

/** A word that is a State's, written out, may not be left out when not all words are found. */
const BINDING = 0.9;

/** Reused from search to search, so that a search makes no garbage of the size of the directory. */
class Scratch {
  sum = new Float32Array(0);
  found = new Uint8Array(0);
  last = new Uint8Array(0);
  best = new Float32Array(0);
  private readonly touched: number[] = [];

  begin(size: number): void {
    for (const id of this.touched) this.sum[id] = this.found[id] = this.last[id] = this.best[id] = 0;
    this.touched.length = 0;
    if (this.sum.length >= size) return;
    const room = Math.ceil(size * 1.25);
    this.sum = new Float32Array(room);
    this.found = new Uint8Array(room);
    this.last = new Uint8Array(room);
    this.best = new Float32Array(room);
  }
  /** The `word`-th word, from 1, is answered with this quality; only the best answer counts. */
  hit(id: number, word: number, quality: number): void {
    if (this.last[id] !== word) {
      if (this.found[id] === 0) this.touched.push(id);
      this.last[id] = word;
      this.found[id]! += 1;
      this.best[id] = quality;
      this.sum[id]! += quality;
    } else if (quality > this.best[id]!) {
      this.sum[id]! += quality - this.best[id]!;
      this.best[id] = quality;
    }
  }
  ids(): readonly number[] {
    return this.touched;
  }
}

const documents = new Scratch();
const fields = new Scratch();
const starts = new Set<number>();

/**
 * Documents that the level may see and that answer all words, or with `most` all but one (two of six or more), yet every
 * word that names a State. In no order.
 */
export function matchDocuments(index: SearchIndex, answers: readonly Answers[], level: Level, most: boolean): Match[] {
  const count = answers.length;
  if (count === 0) return [];
  documents.begin(index.documents.length);
  fields.begin(index.fields.length);
  starts.clear();
  const needed = most && count >= 3 ? count - (count >= 6 ? 2 : 1) : count;
  // Rare words first: what cannot have all of them is passed over early.
  const weights = answers.map((terms, at) => ({ at, size: terms.reduce((sum, [term]) => sum + index.terms.postings[term]!.length, 0) })).toSorted((a, b) => a.size - b.size);
  const binding: Set<number>[] = [];
  weights.forEach(({ at }, done) => {
    const named = most ? new Set<number>() : null;
    const taken = new Set<number>();
    for (const [term, quality] of answers[at]!) take(index, term, quality, { done, least: Math.max(0, done + needed - count), isFirst: at === 0, level, named, taken });
    if (named && named.size > 0) binding.push(named);
  });
  const matched = new Map<number, Match>();
  for (const document of documents.ids()) {
    if (documents.found[document]! >= needed && binding.every((named) => named.has(document))) matched.set(document, { document, rank: 0, field: -1, worst: 1 });
  }
  const groups = new Map<number, { value: number; id: number; worst: number }>();
  for (const field of fields.ids()) judge(index, field, count, matched, groups);
  for (const [group, { value, id, worst }] of groups) {
    for (const document of index.members[group]!) {
      const known = matched.get(document);
      const before = known && known.field !== -1 ? index.fields[known.field]! : null;
      // A name that answers, even in part, says more to a reader than the State's or the function's.
      const open = before === null || ((before.isGroup || before.kind === 'function') && value > known!.rank);
      if (known && open) matched.set(document, { document, rank: value, field: id, worst });
    }
  }
  return [...matched.values()].map((match) => ({ ...match, rank: Math.round((100 * documents.sum[match.document]!) / count * 10) + match.rank }));
}

interface Taking {
  /** How many words were taken before this one. */
  readonly done: number;
  /** How many of them a document must have to be worth going on with. */
  readonly least: number;
  readonly isFirst: boolean;
  readonly level: Level;
  /** Gathers the documents whose State the word names. */
  readonly named: Set<number> | null;
  /** Groups that this word has reached already, by a better answer. */
  readonly taken: Set<number>;
}

function take(index: SearchIndex, term: number, quality: number, { done, least, isFirst, level, named, taken }: Taking): void {
  for (const place of index.terms.postings[term]!) {
    const id = fieldOf(place);
    const field = index.fields[id]!;
    const weighted = quality * WEIGHT[field.kind];
    const owners = field.isGroup ? index.members[field.owner]! : null;
    if (owners === null) {
      if (documents.found[field.owner]! < least || !index.sees(field.owner, level)) continue;
      documents.hit(field.owner, done + 1, weighted);
    } else if (!taken.has(field.owner)) {
      taken.add(field.owner);
      for (const owner of owners) {
        if (documents.found[owner]! < least || !index.sees(owner, level)) continue;
        documents.hit(owner, done + 1, weighted);
        if (named && quality >= BINDING && field.kind === 'state') named.add(owner);
      }
    }
    fields.hit(id, done + 1, quality);
    if (isFirst && placeIn(place) === 0) starts.add(id);
  }
}

/** Lets a field that answered more, more fully and from its beginning stand for its document. Of equal ones the first. */
function judge(index: SearchIndex, id: number, count: number, matched: Map<number, Match>, groups: Map<number, { value: number; id: number; worst: number }>): void {
  const field = index.fields[id]!;
  const answered = fields.sum[id]! / count;
  const full = Math.min(1, fields.found[id]! / field.length);
  const whole = full === 1 && fields.found[id] === count;
  let value = 100 * answered + 60 * answered * full + (starts.has(id) ? 8 : 0);
  if (field.isGroup) value *= 0.3;
  else if (field.kind === 'acronym') value += whole && answered > 0.88 ? 45 : 0;
  else if (field.kind === 'function') value *= 0.4;
  else if (field.kind !== 'name') value -= field.kind === 'alias' ? 4 : 6;
  const rank = Math.max(1, Math.round(value * 10));
  const worst = fields.found[id]! > 0 ? answered * (count / fields.found[id]!) : 0;
  if (field.isGroup) {
    if (rank > (groups.get(field.owner)?.value ?? 0)) groups.set(field.owner, { value: rank, id, worst });
    return;
  }
  const known = matched.get(field.owner);
  if (known && (rank > known.rank || (rank === known.rank && id < known.field))) matched.set(field.owner, { document: field.owner, rank, field: id, worst });
}
