// Searches of one word, in one pass: what somebody who is still typing asks for, and what the most entries answer.
// The same documents, ranks and texts as in match-documents.ts, which compares how many of several words each text holds.
import { fieldRank } from './field-rank.ts';
import type { Matches } from './match-documents.ts';
import type { Answers } from './read-query.ts';
import type { Level, SearchIndex } from './search-index.ts';
import { fieldOf, placeIn } from './terms.ts';

/**
 * What a search notes of each document, side by side: the number of the search (what an earlier one noted is void without being
 * wiped), the best quality of an answer and, of the text that answers best, its rank, its number and its answer. Qualities in millionths.
 */
let notes = new Int32Array(0);
const SEARCH = 0;
const QUALITY = 1;
const VALUE = 2;
const FIELD = 3;
const FIT = 4;
const WIDTH = 8;
const MILLION = 1_000_000;
let searches = 0;

function begin(size: number): number {
  if (notes.length < size * WIDTH) {
    notes = new Int32Array(Math.ceil(size * 1.25) * WIDTH);
    searches = 0;
  } else if (searches === 0x7fffffff) {
    notes.fill(0);
    searches = 0;
  }
  return (searches += 1);
}

interface GroupHit { quality: number; value: number; field: number; fit: number }

/** Documents that the level may see and that one of the terms stands in, or in the names of their State, functions or articles. */
export function matchOneWord(index: SearchIndex, terms: Answers, level: Level): Matches {
  const search = begin(index.documents.length);
  const documents: number[] = [];
  const groups = new Map<number, GroupHit>();
  const { owners, weights } = index;
  for (const [term, answered] of terms) {
    const fit = Math.round(answered * MILLION);
    for (const place of index.terms.postings[term]!) {
      const field = fieldOf(place);
      const owner = owners[field]!;
      const quality = Math.round(fit * weights[field]!);
      const value = fieldRank(index, field, 1, answered, 1, placeIn(place) === 0);
      if (owner < 0) {
        noteGroup(groups, -1 - owner, { quality, value, field, fit });
        continue;
      }
      const note = owner * WIDTH;
      if (notes[note] !== search) {
        if (!index.sees(owner, level)) continue;
        start(note, search, quality);
        documents.push(owner);
      } else if (quality > notes[note + QUALITY]!) notes[note + QUALITY] = quality;
      if (value > notes[note + VALUE]! || (value === notes[note + VALUE] && field < notes[note + FIELD]!)) noteField(note, value, field, fit);
    }
  }
  for (const [group, hit] of groups) {
    for (const document of index.members[group]!) {
      const note = document * WIDTH;
      if (notes[note] !== search) {
        if (!index.sees(document, level)) continue;
        start(note, search, hit.quality);
        documents.push(document);
      }
      const known = notes[note + FIELD]!;
      // Nothing but other labels stands for it so far: the best of them counts.
      if (known === -1 || owners[known]! < 0) notes[note + QUALITY] = Math.max(notes[note + QUALITY]!, hit.quality);
      // A name that answers, even in part, says more to a reader than the State or the function.
      else if (index.kinds[known] !== 'function') continue;
      if (hit.value > notes[note + VALUE]!) noteField(note, hit.value, hit.field, hit.fit);
    }
  }
  return {
    documents,
    rankOf: (document) => Math.round(notes[document * WIDTH + QUALITY]! / 1000) + notes[document * WIDTH + VALUE]!,
    fieldOf: (document) => notes[document * WIDTH + FIELD]!,
    fitOf: (document) => notes[document * WIDTH + FIT]! / MILLION,
  };
}

function start(note: number, search: number, quality: number): void {
  notes[note + SEARCH] = search;
  notes[note + QUALITY] = quality;
  notes[note + VALUE] = 0;
  notes[note + FIELD] = -1;
}

function noteField(note: number, value: number, field: number, fit: number): void {
  notes[note + VALUE] = value;
  notes[note + FIELD] = field;
  notes[note + FIT] = fit;
}

function noteGroup(groups: Map<number, GroupHit>, group: number, hit: GroupHit): void {
  const known = groups.get(group);
  if (known === undefined) groups.set(group, hit);
  else {
    known.quality = Math.max(known.quality, hit.quality);
    if (hit.value > known.value) Object.assign(known, { value: hit.value, field: hit.field, fit: hit.fit });
  }
}
