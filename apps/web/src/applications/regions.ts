/** The regions of M49 (United Nations Statistics Division), by their codes, in its order. */
export const REGIONS = ['002', '019', '142', '150', '009'] as const;
export type Region = (typeof REGIONS)[number];
