/** The points of the terms, in order: of the version that TERMS_VERSION of #protocol names. */
export const TERMS_POINTS = [
  'terms.v1.purpose',
  'terms.v1.keys',
  'terms.v1.labels',
  'terms.v1.compare',
  'terms.v1.records',
  'terms.v1.limits',
  'terms.v1.end',
] as const;
