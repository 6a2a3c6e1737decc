import type { Route } from '#protocol';
import { requireAccess } from '../platform/access-guard.ts';
import { currentContext, type Principal } from '../platform/request-context.ts';

const LONG_AGO = new Date(0);

/** The caller, if the route lets them: the first line of every use case. Routes with step-up need `now`. Throws as requireAccess. */
export function requireSecretariat({ access }: Route, now: Date = LONG_AGO): Principal {
  const { principal } = currentContext();
  requireAccess(access, principal, now);
  return principal;
}
