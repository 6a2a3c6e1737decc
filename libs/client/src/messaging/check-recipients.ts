// Are the header's recipients what the trust log says they are, am I one, and has nobody else a key packet? Pure.
import type { MailboxEpoch, MessageHeader, Recipient } from '#protocol';
import { TrustAt, type TrustState } from '#trust';
import { refused, type MessageVerdict } from './verdict.ts';

export const memberOf = ({ member }: Recipient): string => member;

/** Mailbox epochs that the header names. */
export function epochsOf(recipients: readonly Recipient[]): MailboxEpoch[] {
  return recipients.flatMap((one) => ('epoch' in one ? [{ member: one.member, epoch: one.epoch }] : []));
}

/**
 * `keyPackets`: for whom the hub says there are key packets. Allowed are the header's recipients, later epochs of the same members, and pending
 * members' first one; whoever is named must have been the member's current epoch at the header's checkpoint.
 */
export function checkRecipients(header: Pick<MessageHeader, 'recipients' | 'trust'>, me: { readonly member: string }, keyPackets: readonly MailboxEpoch[], state: TrustState): MessageVerdict | null {
  const { recipients } = header;
  if (!recipients.some(({ member }) => member === me.member)) return refused('not-a-recipient');
  const then = new TrustAt(state, header.trust.size);
  for (const recipient of recipients) {
    const failure = checkRecipient(recipient, then);
    if (failure !== null) return refused('ghost-epoch', failure);
  }
  const now = new TrustAt(state);
  for (const { member, epoch } of keyPackets) {
    const named = recipients.some((one) => one.member === member);
    if (!named) return refused('key-packet-for-others', 'not-a-recipient');
    if ((now.epoch(member, epoch)?.confirmedAt ?? null) === null) return refused('key-packet-for-others', 'unknown-epoch');
  }
  return null;
}

/** The reason why a recipient is not what it says, or null. */
function checkRecipient(recipient: Recipient, then: TrustAt): string | null {
  const { standing, epoch } = then.currentEpoch(recipient.member);
  if ('epoch' in recipient) {
    if (standing !== 'current') return then.member(recipient.member) === null ? 'unknown-member' : 'no-current-epoch';
    if (epoch.id !== recipient.epoch) return then.epoch(recipient.member, recipient.epoch) === null ? 'unknown-epoch' : 'not-the-current-epoch';
    return epoch.certificate === recipient.certificate ? null : 'other-certificate';
  }
  if ('officer' in recipient) {
    const known = then.officersOf(recipient.member).find(({ id }) => id === recipient.officer);
    return known === undefined ? 'unknown-officer' : known.certificate === recipient.certificate ? null : 'other-certificate';
  }
  if (then.member(recipient.member) === null) return 'unknown-member';
  return standing === 'current' ? 'pending-though-current' : null;
}
