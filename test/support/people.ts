// Signed-in people for tests of single features: who a header says they are. The hub itself finds out by sessions.
import { randomUUID } from 'node:crypto';
import { Global, Module, type DynamicModule } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import type { Role } from '#protocol';
import { AccessGuard, Authenticator } from '../../apps/api/src/platform/access-guard.ts';
import { TrustView, type Mailbox, type Standing } from '../../apps/api/src/membership/membership.port.ts';
import type { Principal } from '../../apps/api/src/platform/request-context.ts';

export interface Person extends Principal {
  /** Members whose records an auditor was granted; null: all. */
  readonly scope: readonly string[] | null;
}

export function person(role: Role, member: string | null, scope: readonly string[] | null = []): Person {
  return { account: randomUUID(), officer: randomUUID(), member, role, session: randomUUID(), verifiedAt: new Date(), scope };
}

/** Header that names the caller by officer id. */
export const CALLER_HEADER = 'x-test-officer';

class ByHeader extends Authenticator {
  constructor(private readonly people: readonly Person[]) {
    super();
  }
  async authenticate(request: FastifyRequest): Promise<Principal | null> {
    return this.people.find(({ officer }) => officer === request.headers[CALLER_HEADER]) ?? null;
  }
}

class KnownPeople extends TrustView {
  constructor(
    private readonly people: readonly Person[],
    private readonly members: ReadonlyMap<string, string>,
  ) {
    super();
  }
  async standing(officer: string): Promise<Standing> {
    const known = this.people.find((each) => each.officer === officer);
    return { role: known?.role ?? 'pending', member: known?.member ?? null, certificate: null, sends: false };
  }
  async devicesOf(): Promise<readonly string[]> {
    return [];
  }
  standingIn(_tx: unknown, officer: string): Promise<Standing> {
    return this.standing(officer);
  }
  async auditScope(officer: string): Promise<readonly string[] | null> {
    const known = this.people.find((each) => each.officer === officer);
    return known?.role === 'auditor' ? known.scope : [];
  }
  async size(): Promise<number> {
    return 0;
  }
  async mailboxIn(): Promise<Mailbox | null> {
    return null;
  }
  async mailboxes(): Promise<readonly Mailbox[]> {
    return [...this.members].map(([member, authority]) => ({ member, authority, epoch: null, readers: 0 }));
  }
  async network(): Promise<null> {
    return null;
  }
}

@Global()
@Module({})
export class PeopleModule {
  /** `members`: which authority each of them was admitted for. */
  static of(people: readonly Person[], members: ReadonlyMap<string, string> = new Map()): DynamicModule {
    return {
      module: PeopleModule,
      providers: [
        { provide: Authenticator, useValue: new ByHeader(people) },
        { provide: TrustView, useValue: new KnownPeople(people, members) },
        { provide: APP_GUARD, useClass: AccessGuard },
      ],
      exports: [Authenticator, TrustView],
    };
  }
}
