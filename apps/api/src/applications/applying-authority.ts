import { Injectable } from '@nestjs/common';
import { Problem } from '#protocol';
import { Authorities } from '../directory/directory.port.ts';
import { TrustView } from '../membership/membership.port.ts';
import type { Tx } from '../platform/database.ts';

/** An entry of the directory for which somebody applies. */
@Injectable()
export class ApplyingAuthority {
  constructor(
    private readonly authorities: Authorities,
    private readonly trust: TrustView,
  ) {}

  /** Throws Problem('bad-request') for one that the directory does not have in that State, 'already-done' for a member. */
  async require(tx: Tx, authority: string, state: string): Promise<void> {
    const [known] = await this.authorities.find(tx, [authority]);
    if (known?.state !== state) throw new Problem('bad-request', { fields: [{ path: 'body.authority', reason: 'is not an authority of that State' }] });
    if ((await this.trust.mailboxes()).some((member) => member.authority === authority)) throw new Problem('already-done');
  }
}
