// Where a page ended: the sort key of its last item, so that the next page begins right after it whatever was added meanwhile.
import { z } from 'zod';
import { fromBase64Url, fromUtf8, Problem, toBase64Url, utf8, Uuid } from '#protocol';

/** All entries; those with all words; those with words they may have meant; those with most of these; those of the State that is named. */
export const FoundBy = z.enum(['all', 'words', 'similar', 'most', 'state']);
export type FoundBy = z.infer<typeof FoundBy>;

const PageEnd = z.strictObject({
  /** How the list was found, so that the next page is found in the same way. */
  by: FoundBy,
  rank: z.int(),
  sortName: z.string(),
  id: Uuid,
});
export type PageEnd = z.infer<typeof PageEnd>;

export function writeCursor(end: PageEnd): string {
  return toBase64Url(utf8(JSON.stringify(end)));
}

/** Throws Problem('bad-request') for anything that `writeCursor` did not write. */
export function readCursor(cursor: string): PageEnd {
  try {
    return PageEnd.parse(JSON.parse(fromUtf8(fromBase64Url(cursor))));
  } catch (error) {
    throw Object.assign(new Problem('bad-request', { fields: [{ path: 'query.cursor', reason: 'not a cursor of this list' }] }), { cause: error });
  }
}
