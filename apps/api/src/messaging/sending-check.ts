// What must hold for a message or later key packets to be stored, by the trust log as the transaction sees it and by the thread's members.
import { Injectable } from '@nestjs/common';
import { Problem } from '#protocol';
import { TrustView } from '../membership/membership.port.ts';
import type { Tx } from '../platform/database.ts';
import type { MemberCaller } from './caller.ts';
import type { Mailboxes } from './recipients.policy.ts';
import { ThreadRepository } from './thread.repository.ts';

@Injectable()
export class SendingCheck {
  constructor(
    private readonly trust: TrustView,
    private readonly threads: ThreadRepository,
  ) {}

  /** Standing as of now, held so until the transaction ends: a removal and a send cannot cross. Answers the sender's certificate. */
  async sender(tx: Tx, { officer, member }: MemberCaller): Promise<string> {
    const standing = await this.trust.standingIn(tx, officer);
    if (!standing.sends || standing.member !== member || standing.certificate === null) throw new Problem('not-allowed');
    return standing.certificate;
  }

  async mailboxes(tx: Tx, members: readonly string[]): Promise<Mailboxes> {
    const found: [string, Awaited<ReturnType<TrustView['mailboxIn']>>][] = [];
    for (const member of members) found.push([member, await this.trust.mailboxIn(tx, member)]);
    return new Map(found);
  }

  /** The thread has exactly these members; a new one is begun with them. `members` sorted; `known`: its members, null when it was not there or is not the caller's. Throws Problem('thread-refused'). */
  async thread(tx: Tx, thread: string, members: readonly string[], known: readonly string[] | null): Promise<void> {
    // When two first messages meet, the second finds the thread that the first has begun.
    const fixed = known ?? ((await this.threads.begin(tx, thread, members)) ? members : await this.threads.membersOf(tx, thread));
    if (fixed === null) throw new Problem('thread-refused', { verdict: 'not-yours' });
    if (fixed.join() !== members.join()) throw new Problem('thread-refused', { verdict: 'other-members' });
  }
}
