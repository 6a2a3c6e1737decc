// One table of everything that can be refused: code → HTTP status and English title (RFC 9457). Clients translate by code.

export const PROBLEMS = {
  'bad-request': [400, 'The request is not in the expected form'],
  'not-signed-in': [401, 'Sign in first'],
  'sign-in-failed': [401, 'These details do not open an account'],
  'step-up-required': [403, 'Confirm that it is you, then repeat'],
  'not-allowed': [403, 'Your role does not allow this'],
  'origin-refused': [403, 'The request did not come from this site'],
  'not-found': [404, 'Not found, or not yours'],
  'method-not-allowed': [405, 'Not possible here'],
  'not-acceptable': [406, 'No such representation'],
  'conflict': [409, 'Somebody changed this meanwhile'],
  'id-reused': [409, 'This id already names something else'],
  'already-done': [409, 'This was done already'],
  'gone': [410, 'No longer available'],
  'too-large': [413, 'Too large'],
  'unsupported-media-type': [415, 'This type of content is not accepted here'],
  'invitation-invalid': [410, 'This invitation was used, withdrawn or has expired'],
  'file-refused': [422, 'This file cannot be read as a table'],
  'parent-ring': [422, 'A body would stand below itself'],
  'code-refused': [422, 'This is not the code that was sent'],
  'statement-refused': [422, 'The statement does not follow from the trust log'],
  'checklist-incomplete': [422, 'The application is not open, or its checklist is not complete for these founders'],
  'message-refused': [422, 'The sealed message is not in the required form'],
  'recipients-refused': [422, 'Key packets must be for exactly the current epochs of the thread’s members'],
  'epoch-stale': [422, 'A mailbox epoch is not the current one'],
  'thread-refused': [422, 'The thread does not have these members'],
  'certificate-refused': [422, 'The certificate is not in the required form'],
  'commitment-refused': [422, 'The commitment is not in the required form'],
  'too-many-requests': [429, 'Too many attempts; wait and repeat'],
  'internal': [500, 'Something failed here; nothing was lost'],
  'unavailable': [503, 'Not ready; try again shortly'],
} as const satisfies Record<string, readonly [number, string]>;
export type ProblemCode = keyof typeof PROBLEMS;

export interface ProblemDetails {
  /** What in the request, in dotted paths, with a reason a person can act on. */
  fields?: { path: string; reason: string }[];
  /** Seconds to wait before trying again. */
  retryAfter?: number;
  /** A machine-readable finer reason, such as a verdict of the trust replay. */
  verdict?: string;
}

/** Thrown by the domain; answered as application/problem+json by one filter. Carries nothing secret. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly code: ProblemCode;
  readonly details: ProblemDetails;
  constructor(code: ProblemCode, details: ProblemDetails = {}) {
    super(PROBLEMS[code][1]);
    this.code = code;
    this.details = details;
  }
  get status(): number {
    return PROBLEMS[this.code][0];
  }
}
