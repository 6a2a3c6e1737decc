// Where a page ended: the sort key of its last item, so that the next page begins right after it whatever was added meanwhile.
import { z } from 'zod';
import { fromBase64Url, fromUtf8, Problem, toBase64Url, utf8, Uuid } from '#protocol';
import { FOUND_BY, type PageEnd } from '#search';

const Cursor: z.ZodType<PageEnd> = z.strictObject({ by: z.enum(FOUND_BY), rank: z.int(), sortName: z.string(), id: Uuid });

export function writeCursor(end: PageEnd): string {
  return toBase64Url(utf8(JSON.stringify(end)));
}

/** Throws Problem('bad-request') for anything that `writeCursor` did not write. */
export function readCursor(cursor: string): PageEnd {
  try {
    return Cursor.parse(JSON.parse(fromUtf8(fromBase64Url(cursor))));
  } catch (error) {
    throw Object.assign(new Problem('bad-request', { fields: [{ path: 'query.cursor', reason: 'not a cursor of this list' }] }), { cause: error });
  }
}
