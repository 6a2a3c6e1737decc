import type { SCAN_LIMIT } from '#protocol';

/** SCAN_LIMIT, without its schemas in the page's bundle. */
export const SCAN_BYTES: typeof SCAN_LIMIT = 8_388_608;
