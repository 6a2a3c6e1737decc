// Several telephones, e-mails or addresses of the web in one cell, in the ways in which people write them.

export interface SplitCell {
  readonly values: readonly string[];
  /** Parts that are none. */
  readonly refused: readonly string[];
}

/** Between values: lines, semicolons, commas, bars, slashes with spaces, "or" and "and" in the six languages. */
const BETWEEN = /\n|;|،|；|，|、|\||,(?=\s|\+|\()|\s\/\s|\/(?=\s*\+)|\s(?:or|and|ou|et|o|y|или|и|أو|或)\s/iu;
const LABEL = /^(?:tel(?:ephone|éfono|\.)?|tél(?:éphone|\.)?|phone|fax|e-?mail|mail|courriel|correo|тел(?:ефон|\.)?|факс|هاتف|فاكس|电话|传真)\s*[.:：]?\s*/iu;
const EMAIL = /[^\s@<>()[\]",;:|/]+@[^\s@<>()[\]",;:|/]+\.[\p{L}\d-]{2,}/gu;
const EXTENSION = /^(?:ext(?:ension)?|poste|extensión|доб|int)\b/iu;

export function splitTelephones(text: string): SplitCell {
  const parts: string[] = [];
  for (const part of text.split(BETWEEN).map((each) => each?.trim() ?? '').filter(Boolean)) {
    // An extension belongs to the number before it.
    if (EXTENSION.test(part) && parts.length > 0) parts[parts.length - 1] += `, ${part}`;
    else parts.push(part.replace(LABEL, ''));
  }
  return sorted(parts, isTelephone);
}

/** Digits enough, and beside them only what numbers are written with: signs, an extension, a short word in brackets. */
function isTelephone(text: string): boolean {
  const digits = text.match(/\p{Nd}/gu)?.length ?? 0;
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  return digits >= 3 && digits <= 30 && text.length <= 100 && letters <= Math.max(12, digits);
}

export function splitEmails(text: string): SplitCell {
  const values = text.match(EMAIL)?.map((each) => each.replace(/[.,]+$/, '')) ?? [];
  const rest = text.replaceAll(EMAIL, '\n').split(/\n|[;,|/<>()[\]]/).map((part) => part.trim().replace(LABEL, '').replace(/^[-–:.]+|[-–:.]+$/g, '').trim());
  // Words around an address are no address that was lost; what tries to be one is.
  const refused = values.length === 0 ? (text.trim() === '' ? [] : [text.trim()]) : rest.filter((part) => part.includes('@'));
  return { values: [...new Set(values)], refused };
}

export function splitWebsites(text: string): SplitCell {
  const { values, refused } = sorted(text.split(/\s+|;|(?<=\S),(?=\s|https?:|www\.)/).filter(Boolean).map((part) => (/^[\w-]+(\.[\w-]+)+(:\d+)?([/?#].*)?$/u.test(part) ? `http://${part}` : part)), isWebsite);
  // Words that are no address are one thing that was said.
  return { values, refused: refused.length === 0 ? [] : [refused.join(' ')] };
}

function isWebsite(text: string): boolean {
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) return false;
  const { hostname, username, password } = new URL(text);
  return hostname.includes('.') && username === '' && password === '';
}

function sorted(parts: readonly string[], fits: (part: string) => boolean): SplitCell {
  return { values: [...new Set(parts.filter(fits))], refused: parts.filter((part) => !fits(part)) };
}
