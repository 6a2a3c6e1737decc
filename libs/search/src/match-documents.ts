// Which documents answer a search, how well, and by which of their texts.
import { fieldRank } from './field-rank.ts';
import { matchOneWord } from './match-one-word.ts';
import type { Answers } from './read-query.ts';
import type { Level, SearchIndex } from './search-index.ts';
import { fieldOf, placeIn } from './terms.ts';

/** What a search found. Ranks and fields are good until the next search: read them before anything is awaited. */
export interface Matches {
  readonly documents: readonly number[];
  /** Greater is better; the same for the same data and search. */
  rankOf(document: number): number;
  /** The field that answered best; -1 for none. */
  fieldOf(document: number): number;
  /** How well that field answered the words that it holds, 0 to 1. */
  fitOf(document: number): number;
}

export const NO_MATCHES: Matches = { documents: [], rankOf: () => 0, fieldOf: () => -1, fitOf: () => 1 };

/** Words that are a whole name of a State, written so well, may not be left out when not all words are found. */
const BINDING = 0.9;
/** What a word is worth that is only part of a State's name: "Guinea" is Guinea before Papua New Guinea. */
const PART_OF_STATE = 0.7;

/** Sums by word over documents, fields or groups. Reused from search to search, so that a search makes no garbage of the size of the directory. */
class Tally {
  sum = new Float32Array(0);
  /** Bit for bit the words that were found. */
  words = new Uint16Array(0);
  private best = new Float32Array(0);
  private last = new Uint8Array(0);
  readonly touched: number[] = [];

  begin(size: number): void {
    for (const id of this.touched) this.sum[id] = this.words[id] = this.last[id] = 0;
    this.touched.length = 0;
    if (this.sum.length >= size) return;
    const room = Math.ceil(size * 1.25);
    this.sum = new Float32Array(room);
    this.words = new Uint16Array(room);
    this.best = new Float32Array(room);
    this.last = new Uint8Array(room);
  }

  /** Only the best answer to a word counts. */
  hit(id: number, word: number, quality: number): void {
    if (this.last[id] !== word + 1) {
      if (this.words[id] === 0) this.touched.push(id);
      this.last[id] = word + 1;
      this.words[id]! |= 1 << word;
      this.best[id] = quality;
      this.sum[id]! += quality;
    } else if (quality > this.best[id]!) {
      this.sum[id]! += quality - this.best[id]!;
      this.best[id] = quality;
    }
  }
}

const own = new Tally();
const fields = new Tally();
const groups = new Tally();
/** Quality of each word in each group: group * WORDS + word. */
let groupQuality = new Float32Array(0);
let groupField = new Int32Array(0);
let groupRank = new Int32Array(0);
let rank = new Int32Array(0);
let bestField = new Int32Array(0);
let fit = new Float32Array(0);
const WORDS = 16;
const starts = new Set<number>();

function begin(index: SearchIndex): void {
  own.begin(index.documents.length);
  fields.begin(index.fields.length);
  groups.begin(index.members.length);
  starts.clear();
  if (groupRank.length < index.members.length) {
    groupQuality = new Float32Array(index.members.length * WORDS);
    groupField = new Int32Array(index.members.length);
    groupRank = new Int32Array(index.members.length);
  }
  groupQuality.fill(0);
  groupRank.fill(0);
  if (rank.length < own.sum.length) {
    rank = new Int32Array(own.sum.length);
    bestField = new Int32Array(own.sum.length);
    fit = new Float32Array(own.sum.length);
  }
}

/**
 * How much of a search a document has to answer: all words; `most`: all but one (two of six or more), yet every word that
 * names a State; `state`: it is of a State whose name stands in the search in full or, where none does, has an acronym that
 * stands in it, whatever else does.
 */
export type Demand = 'all' | 'most' | 'state';

/** Documents that the level may see and that answer so much of a search. */
export function matchDocuments(index: SearchIndex, answers: readonly Answers[], level: Level, demand: Demand): Matches {
  const count = answers.length;
  const needed = neededOf(count, demand);
  if (count === 0 || (count === 1 && demand === 'state') || answers.filter((terms) => terms.length > 0).length < needed) return NO_MATCHES;
  if (count === 1) return matchOneWord(index, answers[0]!, level);
  begin(index);
  let must = 0;
  // Rare words first: a document without a word that no State, function or article can stand in for is passed over from then on.
  for (const { word, terms, labelled } of inOrder(index, answers)) {
    for (const [term, quality] of terms) take(index, term, quality, word, must, level);
    if (demand === 'all' && !labelled) must |= 1 << word;
  }
  const named = statesNamed(index);
  for (const group of groups.touched) if (index.isState[group] && !named.states.has(group)) for (let word = 0; word < count; word++) groupQuality[group * WORDS + word]! *= PART_OF_STATE;
  const binding = demand === 'most' ? named.words : 0;
  const home = demand === 'state' ? named.states : null;
  const known = home?.size === 0 ? acronymsNamed(index) : null;
  const all = (1 << count) - 1;
  const reached = groups.touched.reduce((words, group) => words | groups.words[group]!, 0);
  const documents: number[] = [];
  const judge = (document: number) => {
    if ((own.words[document]! & must) !== must) return;
    if (own.words[document] !== 0 && !index.sees(document, level)) return;
    if (home !== null && !(home.size > 0 ? index.groupsOf[document]!.some((group) => home.has(group)) : known!.has(document))) return;
    let words = own.words[document]!;
    let sum = own.sum[document]!;
    if ((reached & ~words) !== 0) for (const group of index.groupsOf[document]!) {
      for (let more = groups.words[group]! & ~words & all; more !== 0; more &= more - 1) {
        const word = 31 - Math.clz32(more & -more);
        words |= 1 << word;
        sum += groupQuality[group * WORDS + word]!;
      }
    }
    if (ones(words) < needed || (binding & ~words) !== 0) return;
    rank[document] = Math.round((1000 * sum) / count);
    bestField[document] = -1;
    documents.push(document);
  };
  for (const document of own.touched) judge(document);
  // Those that have none of the words themselves, but all by their State, functions and articles.
  const added = new Set<number>();
  if (ones(reached) >= needed) {
    for (const group of groups.touched) {
      if (index.isState[group] && ones(groups.words[group]!) < needed) continue;
      for (const document of index.members[group]!) {
        if (own.words[document] !== 0 || added.has(document) || !index.sees(document, level)) continue;
        added.add(document);
        judge(document);
      }
    }
  }
  judgeFields(index, count);
  for (const document of documents) {
    const before = bestField[document]!;
    let best = before === -1 ? 0 : rankOfField(index, before, count);
    // A name that answers, even in part, says more to a reader than the State or the function.
    const named = before !== -1 && index.kinds[before] !== 'function';
    if (reached !== 0 && (!named || demand !== 'all')) for (const group of index.groupsOf[document]!) {
      if (groups.words[group] === 0 || groupRank[group]! <= best) continue;
      best = groupRank[group]!;
      if (!named) bestField[document] = groupField[group]!;
    }
    rank[document]! += best;
    const chosen = bestField[document]!;
    fit[document] = chosen === -1 ? 0 : fields.sum[chosen]! / ones(fields.words[chosen]!);
  }
  return { documents, rankOf: (document) => rank[document]!, fieldOf: (document) => bestField[document]!, fitOf: (document) => fit[document]! };
}

function neededOf(count: number, demand: Demand): number {
  if (demand === 'state') return 1;
  return demand === 'most' && count >= 3 ? count - (count >= 6 ? 2 : 1) : count;
}

/** States one of whose names stands in the search with all its words, and those words, bit for bit. */
function statesNamed(index: SearchIndex): { states: Set<number>; words: number } {
  const states = new Set<number>();
  let words = 0;
  for (const id of fields.touched) {
    const owner = index.owners[id]!;
    if (owner >= 0 || !index.isState[-1 - owner] || !isWhole(index, id)) continue;
    states.add(-1 - owner);
    words |= fields.words[id]!;
  }
  return { states, words };
}

/** Documents one of whose acronyms is a word of the search, letter for letter. */
function acronymsNamed(index: SearchIndex): Set<number> {
  return new Set(fields.touched.filter((id) => index.kinds[id] === 'acronym' && isWhole(index, id)).map((id) => index.owners[id]!));
}

const isWhole = (index: SearchIndex, field: number): boolean => ones(fields.words[field]!) >= index.lengths[field]! && fields.sum[field]! / ones(fields.words[field]!) >= BINDING;

function inOrder(index: SearchIndex, answers: readonly Answers[]): { word: number; terms: Answers; labelled: boolean }[] {
  const sized = answers.map((terms, word) => ({
    word, terms, labelled: terms.some(([term]) => index.terms.isLabelled(term)), size: terms.reduce((sum, [term]) => sum + index.terms.postings[term]!.length, 0),
  }));
  return sized.toSorted((a, b) => Number(a.labelled) - Number(b.labelled) || a.size - b.size);
}

/** Counts the word where the term stands, in documents that have all words of `must`. */
function take(index: SearchIndex, term: number, quality: number, word: number, must: number, level: Level): void {
  for (const place of index.terms.postings[term]!) {
    const id = fieldOf(place);
    const owner = index.owners[id]!;
    const weighted = quality * index.weights[id]!;
    if (owner >= 0) {
      if ((own.words[owner]! & must) !== must || !index.sees(owner, level)) continue;
      own.hit(owner, word, weighted);
      bestField[owner] = -1;
    } else {
      const group = -1 - owner;
      groups.hit(group, word, weighted);
      if (weighted > groupQuality[group * WORDS + word]!) groupQuality[group * WORDS + word] = weighted;
    }
    fields.hit(id, word, quality);
    if (word === 0 && placeIn(place) === 0) starts.add(id);
  }
}

/** Finds for each document, and each group, the field that answers more, more fully and from its beginning. Of equal ones the first. */
function judgeFields(index: SearchIndex, count: number): void {
  for (const id of fields.touched) {
    const owner = index.owners[id]!;
    const value = rankOfField(index, id, count);
    if (owner < 0) {
      const group = -1 - owner;
      if (value > groupRank[group]!) {
        groupRank[group] = value;
        groupField[group] = id;
      }
    } else {
      const before = bestField[owner]!;
      const better = before === -1 ? 1 : value - rankOfField(index, before, count);
      if (better > 0 || (better === 0 && id < before)) bestField[owner] = id;
    }
  }
}

const rankOfField = (index: SearchIndex, id: number, count: number): number => fieldRank(index, id, count, fields.sum[id]!, ones(fields.words[id]!), starts.has(id));

function ones(words: number): number {
  let count = 0;
  for (let left = words; left !== 0; left &= left - 1) count += 1;
  return count;
}
