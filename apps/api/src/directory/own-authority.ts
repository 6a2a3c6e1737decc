// The authority that a member was admitted for: the only one that its security officers speak for.
import { Injectable } from '@nestjs/common';
import { directoryProposalRoutes, Problem } from '#protocol';
import { TrustView } from '../membership/membership.port.ts';
import { requireAccess } from '../platform/access-guard.ts';
import { Clock } from '../platform/clock.ts';
import type { Tx } from '../platform/database.ts';
import { currentContext, type Principal } from '../platform/request-context.ts';

@Injectable()
export class OwnAuthority {
  constructor(
    private readonly trust: TrustView,
    private readonly clock: Clock,
  ) {}

  /** For the caller to find their own entry. Throws Problem('not-found') for a member that the trust log does not know. */
  async show(): Promise<{ authority: string }> {
    const { principal } = currentContext();
    requireAccess(directoryProposalRoutes.ownAuthority.access, principal, this.clock.now());
    const authority = await this.of(principal);
    if (authority === null) throw new Problem('not-found');
    return { authority };
  }

  /** By the trust log; null: the caller belongs to no member. */
  async of({ member }: Pick<Principal, 'member'>): Promise<string | null> {
    return member === null ? null : ((await this.trust.mailboxes()).find((mailbox) => mailbox.member === member)?.authority ?? null);
  }

  /** Lets the transaction write what belongs to this authority (row-level security), until it ends. */
  async enter(tx: Tx, authority: string): Promise<void> {
    await tx.query(`SELECT set_config('globe.authority', $1, true)`, [authority]);
  }
}
