// What the words of a source mean in the directory's closed lists. The source's own words are always kept beside.
import type { AuthorityKind, DesignatedFunction } from '#protocol';

const FUNCTIONS: readonly (readonly [RegExp, DesignatedFunction])[] = [
  [/judicial authority for mla/i, 'judicial-mla'],
  [/^(?!judicial).*\bmla\b|criminal records|spontaneous information/i, 'mla'],
  [/provisional arrest/i, 'provisional-arrest'],
  [/extradition/i, 'extradition'],
  [/confiscation|asset recovery/i, 'asset-recovery'],
  [/financial intelligence/i, 'fiu'],
  [/prevention authority/i, 'prevention'],
  [/24\/7/, 'contact-24-7'],
  [/controlled delivery|covert/i, 'law-enforcement'],
  [/service of documents|consular channel|\(certificate\)/i, 'service-of-documents'],
  [/civil procedure/i, 'civil-administrative'],
  [/child|parental|adults/i, 'child-and-adult-protection'],
  [/apostille/i, 'apostille'],
];

/** At least one function: 'other' when the words fit none. */
export function functionsOf(words: string): DesignatedFunction[] {
  const found = FUNCTIONS.filter(([pattern]) => pattern.test(words)).map(([, name]) => name);
  return found.length > 0 ? found : ['other'];
}

/** "UNCAC art. 46(13)" → the instrument, the provision as cited, and for UNCAC the numbers of its articles. */
export function instrumentOf(citation: string): { instrument: string; provision: string | null; articles: string[] } {
  const [, instrument, provision] = /^(.+?)\s+(arts?\.?\s.+)$/.exec(citation) ?? [];
  if (instrument === undefined || provision === undefined) return { instrument: citation, provision: null, articles: [] };
  const articles = instrument === 'UNCAC' ? [...provision.matchAll(/(?<![(\d])(\d{1,2})(?!\d)/g)].map(([, number]) => number!) : [];
  return { instrument, provision, articles: [...new Set(articles)] };
}

const LANGUAGES: Readonly<Record<string, string>> = {
  english: 'en', french: 'fr', spanish: 'es', russian: 'ru', arabic: 'ar', chinese: 'zh', german: 'de', italian: 'it', hungarian: 'hu', latvian: 'lv',
  lithuanian: 'lt', macedonian: 'mk', slovenian: 'sl', ukrainian: 'uk', georgian: 'ka', portuguese: 'pt', greek: 'el', romanian: 'ro', polish: 'pl', dutch: 'nl',
};

/** Tags of all languages named, in order; the source parts them by "|". A part without a known language stops the seeding, so that none is lost. */
export function languagesOf(words: string | null): string[] {
  if (words === null) return [];
  const tags = words.split('|').flatMap((part) => {
    const found = (part.toLowerCase().match(/[a-z]+/g) ?? []).flatMap((word) => LANGUAGES[word] ?? []);
    if (found.length === 0) throw new Error(`no language known in: ${part}`);
    return found;
  });
  return [...new Set(tags)];
}

const KINDS: readonly (readonly [RegExp, AuthorityKind])[] = [
  [/financial intelligence|inteligencia financiera|money.launder|terrorist financing|financial monitoring|finance monitoring|financial transaction|financial reporting centre|tracfin|fincen|financial crimes enforcement|austrac|finmonitoring|lavado de activos|informacji finansowej|izlūkošanas|renseignements financiers/i, 'fiu'],
  [/court of audit|court of auditors|audit office|auditor|audit institution|tribunal de contas|audit scotland|comptroller/i, 'audit-institution'],
  [/corrup|korup|integrity|transparen|ethics|ombudsman|special investigat|abuse of authority|bribery/i, 'anti-corruption-body'],
  [/prosecut|procurat|procurad|attorney|crown office/i, 'prosecution-service'],
  [/(?<!international criminal )\bcourts?\b|judiciary of|judicial (department|council|administration)/i, 'court'],
  [/police (complaints|conduct|monitoring)|inspectorate general of the police|revenue and customs/i, 'other'],
  [/police|polici|customs|investigation service|crime agency|criminal|border (force|guard)|financial guard|fraud|interpol|bureau of investigation|enforcement|mossos/i, 'police'],
  [/(^|[^d])minist[eèr]|department|bundesministerium/i, 'ministry'],
];

/**
 * What a body is, judged by its English or native name alone: a help for finding, not a statement of the State.
 * An anti-corruption unit of a prosecution service is an anti-corruption body here, but the service itself is not.
 */
export function kindOf(names: readonly string[], functions: readonly DesignatedFunction[]): AuthorityKind {
  if (functions.includes('prevention')) return 'prevention-authority';
  for (const name of names) {
    if (/prosecut|procurat|procurad|attorney/i.test(name)) return 'prosecution-service';
    const kind = KINDS.find(([pattern]) => pattern.test(name))?.[1];
    if (kind) return kind;
  }
  return 'other';
}
