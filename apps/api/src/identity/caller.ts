import type { Route } from '#protocol';
import { requireAccess } from '../platform/access-guard.ts';
import { currentContext, type Principal } from '../platform/request-context.ts';

const END_OF_TIME = new Date(8.64e15);

/**
 * Who calls, if they may by the route's declaration: the first line of every use case. Throws as requireAccess.
 * Routes that ask for step-up need `now`; without it no verification is recent enough.
 */
export function requireCaller(route: Route, now: Date = END_OF_TIME): Principal {
  const { principal } = currentContext();
  requireAccess(route.access, principal, now);
  return principal;
}
