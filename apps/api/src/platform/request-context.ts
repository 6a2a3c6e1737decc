// Who is asking, for the length of one request or job. Carried by AsyncLocalStorage; read, never written, by features.
import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import type { Role } from '#protocol';

/** An authenticated caller. The role comes from replay of the trust log at this request, never from a stored column. */
export interface Principal {
  readonly account: string;
  readonly officer: string;
  /** Null for the secretariat, auditors of the network and pending accounts. */
  readonly member: string | null;
  readonly role: Role;
  readonly session: string;
  /** When the user was last verified (sign-in or step-up). */
  readonly verifiedAt: Date;
}

export interface RequestContext {
  readonly correlation: string;
  /** Client address; null for background work. */
  readonly address: string | null;
  /** Set by the access guard. */
  principal: Principal | null;
}

const storage = new AsyncLocalStorage<RequestContext>();

export function currentContext(): RequestContext {
  return storage.getStore() ?? { correlation: randomUUID(), address: null, principal: null };
}

export function runInContext<T>(context: RequestContext, work: () => T): T {
  return storage.run(context, work);
}
