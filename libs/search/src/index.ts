// No schemas in here: of the protocol only types and `#protocol/entry`. Pages import this, and what schemas are made with looks for `eval`.
export { indexText, searchText } from './search-text.ts';
export { isMisspelling } from './edit-distance.ts';
export { consonantsOf, romanOf, stemOf } from './word-keys.ts';
export { isEmptyWord, piecesOf } from './words.ts';
export { everydayNames, fixedLabels, stateLabel } from './labels.ts';
export { SearchIndex, type DirectoryDocument, type Label, type Level } from './search-index.ts';
export { explain, FOUND_BY, pageOf, searchDirectory, type FoundBy, type PageEnd } from './search-directory.ts';
export { answering, countByState, countFacets, type Surroundings } from './narrow.ts';
