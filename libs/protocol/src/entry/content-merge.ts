// Two changes of one entry put together, value by value.
import type { AuthorityContent, ContentValue } from '../directory-content.ts';
import { CONTENT_PARTS, diffContent, sameValue, type ContentPart } from './content-diff.ts';

/** A value that both changed since `base`, and not alike. Null: not there. */
export interface ContentConflict {
  readonly part: ContentPart | 'entry';
  readonly id: string;
  readonly base: ContentValue | string | null;
  readonly current: ContentValue | string | null;
  readonly proposed: ContentValue | string | null;
}

export interface Merged {
  /** `current` with what `proposed` changed; where both changed a value, it is as in `current`. */
  readonly content: AuthorityContent;
  readonly conflicts: readonly ContentConflict[];
}

/** What became of `base` in two places, as one. Null: there was, or is, no entry. */
export function mergeContent(base: AuthorityContent | null, current: AuthorityContent | null, proposed: AuthorityContent): Merged {
  if (current === null) return { content: proposed, conflicts: [] };
  const theirs = new Map(diffContent(base, current).map((change) => [`${change.part} ${change.id}`, change]));
  const conflicts: ContentConflict[] = [];
  const taken = diffContent(base, proposed).filter(({ part, id, before, after }) => {
    const other = theirs.get(`${part} ${id}`);
    if (other === undefined) return true;
    if (!sameValue(other.after, after)) conflicts.push({ part, id, base: before, current: other.after, proposed: after });
    return false;
  });
  const content = { ...current };
  for (const { part, id, after } of taken) {
    if (part === 'entry') Object.assign(content, { [id]: after });
    else Object.assign(content, { [part]: replaced(content[part], id, after as ContentValue | null) });
  }
  // An entry has one parent at most: two that came in two places are one value, changed twice.
  const second = content.parents.find(({ id }) => content.parents.length > 1 && !current.parents.some((parent) => parent.id === id));
  if (second !== undefined) {
    conflicts.push({ part: 'parents', id: second.id, base: base?.parents[0] ?? null, current: current.parents[0] ?? null, proposed: second });
    content.parents = current.parents;
  }
  return { content: { ...content, names: ordered(content.names, proposed.names) }, conflicts };
}

function replaced(list: readonly ContentValue[], id: string, value: ContentValue | null): ContentValue[] {
  const others = list.map((item) => (item.id === id && value !== null ? value : item)).filter((item) => item.id !== id || value !== null);
  return value === null || list.some((item) => item.id === id) ? others : [...others, value];
}

/** Names stand as proposed; those that came meanwhile follow. */
function ordered<T extends { id: string }>(names: readonly T[], wanted: readonly { id: string }[]): T[] {
  const place = new Map(wanted.map(({ id }, index) => [id, index]));
  return names.toSorted((a, b) => (place.get(a.id) ?? wanted.length) - (place.get(b.id) ?? wanted.length));
}

/**
 * How many officers of the secretariat have to approve: two different ones for what a State designates and for who the body is
 * (names, kind, parent, a new entry); one for how it is reached and how it works.
 */
export function approvalsNeeded(base: AuthorityContent | null, proposed: AuthorityContent): 1 | 2 {
  const weighty: ReadonlySet<string> = new Set(['entry', 'names', 'designations', 'parents']);
  return base === null || diffContent(base, proposed).some(({ part }) => weighty.has(part)) ? 2 : 1;
}

/** The same content, with this provenance for every value that is not exactly as in `base`; the others keep theirs. */
export function withProvenance(base: AuthorityContent | null, proposed: AuthorityContent, provenance: { source: string; date: string | null }): AuthorityContent {
  const parts = CONTENT_PARTS.map((part) => {
    const old = new Map<string, ContentValue>((base?.[part] ?? []).map((item) => [item.id, item]));
    return [part, (proposed[part] as ContentValue[]).map((item) => {
      const known = old.get(item.id);
      return known !== undefined && sameValue({ ...item, provenance: known.provenance }, known) ? known : { ...item, provenance };
    })];
  });
  return { ...proposed, ...(Object.fromEntries(parts) as Partial<AuthorityContent>) };
}
