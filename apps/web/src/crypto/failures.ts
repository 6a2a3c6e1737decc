import { HubProblem, LogRefused, PrfMissing, ReplayStopped } from '#client';
import { Problem } from '#protocol';
import { Failure } from './channel.ts';

/** Any error of the worker as what the page may know of it: a code and details without secrets. */
export function toFailure(error: unknown): Failure {
  if (error instanceof Failure) return error;
  if (error instanceof LogRefused) return new Failure('log-refused', { verdict: `${error.log}: ${error.refusal.kind}` });
  if (error instanceof ReplayStopped) return new Failure('locked');
  if (error instanceof PrfMissing) return new Failure('passkey-no-prf');
  if (error instanceof HubProblem && error.unreachable) return new Failure('offline');
  if (error instanceof Problem && error.details.verdict === 'keyring-locked') return new Failure('locked');
  if (error instanceof Problem) return new Failure(error.code, error.details);
  return new Failure('failed');
}
