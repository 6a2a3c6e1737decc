/** Why something from a log, a witness or a file is not believed. Closed list: readers translate it into words. */
export type LogFailure =
  | 'vkey-malformed'
  | 'note-malformed'
  | 'checkpoint-malformed'
  | 'trust-extension-malformed'
  | 'origin-mismatch'
  | 'signature-missing'
  | 'signature-wrong'
  | 'too-few-witnesses'
  | 'position-outside-tree'
  | 'proof-length-wrong'
  | 'root-mismatch';

/** Outcome of reading or checking something that others made: a value, never an exception. */
export type Verdict<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly reason: LogFailure };

export function accepted<T>(value: T): Verdict<T> {
  return { ok: true, value };
}

export function refused(reason: LogFailure): { readonly ok: false; readonly reason: LogFailure } {
  return { ok: false, reason };
}
