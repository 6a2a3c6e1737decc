// Names for the parts of what one row says of one body.
import type { ImportedEntry } from '#protocol';

export type RowEntry = ImportedEntry;
export type RowName = ImportedEntry['names'][number];
export type RowContact = ImportedEntry['contacts'][number];
export type RowDesignation = ImportedEntry['designations'][number];
export type RowAffiliation = ImportedEntry['affiliations'][number];
