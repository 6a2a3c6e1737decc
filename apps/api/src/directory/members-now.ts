import { Injectable } from '@nestjs/common';
import { TrustView, type Mailbox } from '../membership/membership.port.ts';

/** Which authorities are members now, by the server's replay of the trust log. */
@Injectable()
export class MembersNow {
  constructor(private readonly trust: TrustView) {}

  async byAuthority(): Promise<ReadonlyMap<string, Mailbox>> {
    const mailboxes = await this.trust.mailboxes();
    return new Map(mailboxes.map((mailbox) => [mailbox.authority, mailbox]));
  }
}
