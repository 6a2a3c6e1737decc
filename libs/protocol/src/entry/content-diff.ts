// Values of two states of an entry compared. Without schemas, so that pages can carry it.
import { canonicalText, type Json } from '../canonical-json.ts';
import type { AuthorityContent, AuthorityKind, ContentValue } from '../directory-content.ts';

export const CONTENT_PARTS = ['names', 'designations', 'contacts', 'affiliations', 'notes', 'practice', 'hours', 'languages', 'parents'] as const;
export type ContentPart = (typeof CONTENT_PARTS)[number];

/** An entry without values. */
export function emptyContent(state: string, kind: AuthorityKind = 'other'): AuthorityContent {
  return { state, kind, names: [], designations: [], contacts: [], affiliations: [], notes: [], practice: [], hours: [], languages: [], parents: [] };
}

/** The same in every part. */
export function sameValue(a: unknown, b: unknown): boolean {
  return canonicalText(a as Json) === canonicalText(b as Json);
}

/** One value that is not as it was. `id`: the value's; 'state' and 'kind' of the part 'entry'. Null: was not, or is no longer, there. */
export interface ContentChange {
  readonly part: ContentPart | 'entry';
  readonly id: string;
  readonly before: ContentValue | string | null;
  readonly after: ContentValue | string | null;
}

/** What makes `after` of `before`, in the order of the parts; null: there was no entry. The order of values is none of it. */
export function diffContent(before: AuthorityContent | null, after: AuthorityContent): ContentChange[] {
  const changes: ContentChange[] = [];
  for (const field of ['state', 'kind'] as const) {
    if (before?.[field] !== after[field]) changes.push({ part: 'entry', id: field, before: before?.[field] ?? null, after: after[field] });
  }
  for (const part of CONTENT_PARTS) {
    const old = new Map<string, ContentValue>((before?.[part] ?? []).map((item) => [item.id, item]));
    for (const item of after[part]) {
      const known = old.get(item.id) ?? null;
      old.delete(item.id);
      if (known === null || !sameValue(known, item)) changes.push({ part, id: item.id, before: known, after: item });
    }
    for (const [id, item] of old) changes.push({ part, id, before: item, after: null });
  }
  return changes;
}
