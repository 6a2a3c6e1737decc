// One cell as text that can be kept: no formulas, no characters that text does not have, no text that was read in a wrong encoding.

export interface CleanCell {
  readonly text: string;
  /** `formula`: left out, since a spreadsheet would compute it again. `damaged-text`: letters are lost for good. */
  readonly problem: 'formula' | 'damaged-text' | 'mojibake-mended' | null;
}

const INVISIBLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u200b\u2060\ufeff]/g;
/** What exports put in front of a value so that no spreadsheet computes it (ours too). */
const GUARD = /^['’](?=\s*[=+\-@＝＋－＠])/u;
const COMPUTED = /^\s*[=＝@＠]/u;
/** With a sign in front: numbers and telephones do not compute anything, function calls do. */
const SIGNED = /^\s*[+\-＋－](?![\s\d(.+-]*[\d).\s-]*$)(?=.*[(!|])/su;

export function cleanCell(raw: string): CleanCell {
  const mended = mend(raw.toWellFormed());
  const text = (mended ?? raw.toWellFormed()).replaceAll(/\r\n?|[\u0085\u2028\u2029]/g, '\n').replaceAll(INVISIBLE, '').trim();
  const bare = text.replace(GUARD, '');
  if (isFormula(bare)) return { text: '', problem: 'formula' };
  if (bare.includes('\ufffd')) return { text: bare, problem: 'damaged-text' };
  return { text: bare, problem: mended === null ? null : 'mojibake-mended' };
}

/** Would a spreadsheet compute it? */
export function isFormula(text: string): boolean {
  return COMPUTED.test(text) || SIGNED.test(text);
}

/** UTF-8 that somebody read as Windows-1252 and stored: lead bytes show as Ã, Â, Ð, Ñ, Ø, Ù, â and the like, each before another such sign. */
const SUSPECT = /[ÂÃÄÅÎÏÐÑØÙÚÛàáâãäåæçèéðÂ][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]/;
const BYTES = new Map([...new TextDecoder('windows-1252').decode(Uint8Array.from({ length: 256 }, (_, byte) => byte))].map((letter, byte) => [letter, byte]));

/** The text as it was, if it comes out whole; null: nothing to mend. */
function mend(text: string): string | null {
  if (!SUSPECT.test(text)) return null;
  const bytes = [...text].map((letter) => BYTES.get(letter));
  if (bytes.includes(undefined)) return null;
  try {
    const read = new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.from(bytes as number[]));
    return read === text ? null : read;
  } catch {
    return null;
  }
}

/** Lines of a cell that holds several values, one a line. */
export function linesOf(text: string): string[] {
  return [...new Set(text.split('\n').map((line) => line.trim()).filter(Boolean))];
}
