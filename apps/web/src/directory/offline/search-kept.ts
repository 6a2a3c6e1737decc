// Searching the kept directory on this device, by the same index as the hub's: typing errors, accents, scripts and languages forgiven.
import type { DirectorySnapshot } from '#protocol';
import { fixedLabels, pageOf, searchDirectory, SearchIndex, searchText, stateLabel, type DirectoryDocument, type Surroundings } from '#search';

type Entry = DirectorySnapshot['authorities'][number];

const MOST = 50;
/** The snapshot holds what everybody may see, and nothing is filtered. */
const SURROUNDINGS: Surroundings = { members: new Set(), regionsOf: () => [], now: 0, level: 1, clockIn: () => null };

function documentOf({ id, content: { state, kind, names, designations } }: Entry): DirectoryDocument {
  return {
    authority: id, level: 1, state, kind, sortName: searchText(names[0]?.name ?? ''), confirmed: null, due: null,
    names: names.map((name) => ({ text: name.name, kind: name.kind === 'acronym' || name.kind === 'alias' || name.kind === 'former' ? name.kind : 'name' })),
    designations: designations.map((each) => [each.function, each.instrument, each.provision].filter(Boolean).join(' ')),
    functions: [...new Set(designations.flatMap((each) => each.functions))], articles: [...new Set(designations.flatMap((each) => each.articles))],
    languages: [], networks: [], hours: [],
  };
}

export type SearchKept = (query: string) => readonly Entry[];

export function searchOf({ authorities, states }: DirectorySnapshot): SearchKept {
  const index = new SearchIndex([...states.map(({ code, names }) => stateLabel(code, names)), ...fixedLabels()]);
  for (const entry of authorities) index.replace(entry.id, [documentOf(entry)]);
  const byId = new Map(authorities.map((entry) => [entry.id, entry]));
  return (query) => {
    const q = query.trim();
    if (q === '') return authorities.slice(0, MOST);
    return pageOf(index, searchDirectory(index, { q }, 1, SURROUNDINGS, null), MOST, null).flatMap(({ document }) => byId.get(index.documents[document]!.authority) ?? []);
  };
}
