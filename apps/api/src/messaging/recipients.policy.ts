// Whether key packets are for exactly the current epochs of a thread's members (TRUST.md "Server's checks"). Pure.
import { Problem, type MailboxEpoch } from '#protocol';
import type { Mailbox } from '../membership/membership.port.ts';

/** A key packet as its sender labels it, with the fingerprint of the key it is really for. */
export interface LabelledPacket extends MailboxEpoch {
  readonly fingerprint: string;
}

export type Mailboxes = ReadonlyMap<string, Mailbox | null>;

/**
 * For a new message: one packet for each member that has a current epoch, none for those without (they are pending), and none for anybody
 * else; the sender's own member has an epoch. Answers the problem, or null.
 */
export function judgeRecipients(own: string, members: readonly string[], packets: readonly LabelledPacket[], mailboxes: Mailboxes): Problem | null {
  if (!members.includes(own)) return new Problem('thread-refused', { verdict: 'own-member-missing' });
  if (members.some((member) => !mailboxes.get(member))) return new Problem('thread-refused', { verdict: 'unknown-member' });
  if (!mailboxes.get(own)?.epoch) return new Problem('epoch-stale', { verdict: 'own-epoch-missing' });
  const wrong = judgePackets(members, packets, mailboxes);
  if (wrong) return wrong;
  const given = new Set(packets.map(({ member }) => member));
  const forgotten = members.some((member) => mailboxes.get(member)?.epoch && !given.has(member));
  return forgotten ? new Problem('recipients-refused', { verdict: 'key-packet-missing' }) : null;
}

/** Each packet is for a member of the thread, labelled with its current epoch and made for that epoch's key; one a member. */
export function judgePackets(members: readonly string[], packets: readonly LabelledPacket[], mailboxes: Mailboxes): Problem | null {
  if (new Set(packets.map(({ member }) => member)).size !== packets.length) return new Problem('recipients-refused', { verdict: 'key-packet-repeated' });
  for (const { member, epoch, fingerprint } of packets) {
    if (!members.includes(member)) return new Problem('recipients-refused', { verdict: 'not-a-member-of-the-thread' });
    const current = mailboxes.get(member)?.epoch ?? null;
    if (current?.id !== epoch) return new Problem('epoch-stale', { verdict: 'not-the-current-epoch' });
    if (current.encryptionFingerprint !== fingerprint) return new Problem('recipients-refused', { verdict: 'key-packet-for-another-key' });
  }
  return null;
}
