// Searching the kept directory on this device: words in any order, beginnings, accents and typing errors forgiven.
import MiniSearch from 'minisearch';
import type { DirectorySnapshot } from '#protocol';

type Entry = DirectorySnapshot['authorities'][number];

/** Han has no spaces: each character is a word. */
const WORD = /\p{Script=Han}|(?:(?!\p{Script=Han})[\p{L}\p{M}\p{N}])+/gu;
const MOST = 50;

/** Lower case, without marks. */
function plain(word: string): string {
  return word.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();
}

function textOf({ content: { names } }: Entry, acronyms: boolean): string {
  return names.filter(({ kind }) => (kind === 'acronym') === acronyms).map(({ name }) => name).join(' ');
}

export type SearchKept = (query: string) => readonly Entry[];

export function searchOf({ authorities, states }: DirectorySnapshot): SearchKept {
  const named = new Map(states.map(({ code, names }) => [code, Object.values(names).join(' ')]));
  const index = new MiniSearch<{ id: string; names: string; acronyms: string; state: string }>({
    fields: ['names', 'acronyms', 'state'], tokenize: (text) => text.match(WORD) ?? [], processTerm: plain,
    searchOptions: { prefix: (term) => term.length > 1, fuzzy: (term) => (term.length > 4 ? 0.2 : false), combineWith: 'AND', boost: { acronyms: 3, names: 2 } },
  });
  index.addAll(authorities.map((entry) => ({ id: entry.id, names: textOf(entry, false), acronyms: textOf(entry, true), state: named.get(entry.content.state) ?? entry.content.state })));
  const byId = new Map(authorities.map((entry) => [entry.id, entry]));
  return (query) => (query.trim() === '' ? authorities.slice(0, MOST) : index.search(query).slice(0, MOST).flatMap(({ id }) => byId.get(id as string) ?? []));
}
