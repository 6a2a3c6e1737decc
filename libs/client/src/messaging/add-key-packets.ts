// Key packets that come after the message: for members that had no epoch when it was sealed, and for a member's own later epochs.
import { fromBase64Url, messagingRoutes, toBase64Url, type KeyPacketFor, type MailboxEpoch } from '#protocol';
import { TrustAt } from '#trust';
import { openSealed } from './fetch-messages.ts';
import type { MailSession } from './mail-session.ts';
import type { ThreadMessage } from './replay-thread.ts';

/**
 * `pending`: members that the message's own header, not the hub, names as pending; by the originating member only.
 * `own-epoch`: my member's current epoch, which whoever holds it then can read the message with: an explicit choice.
 */
export type WhomToAdd = 'pending' | 'own-epoch';

/**
 * Re-wraps a message for current epochs that have no key packet yet. Answers the mailboxes added; none when there is nothing to add or the
 * message was refused. Throws HubProblem, LogRefused.
 */
export async function addKeyPackets(session: MailSession, message: ThreadMessage, whom: WhomToAdd): Promise<readonly MailboxEpoch[]> {
  const { id, verdict, header, summary } = message;
  const { hub, trust, me } = session;
  if (verdict.state === 'refused' || header === null || (whom === 'pending' && header.sender.member !== me.member)) return [];
  const members = whom === 'own-epoch' ? [me.member] : header.recipients.flatMap((one) => ('pending' in one ? [one.member] : []));
  const now = new TrustAt(await trust.sync());
  const missing = members.flatMap((member) => {
    const { standing, epoch } = now.currentEpoch(member);
    const there = summary.recipients.some((one) => one.epoch === epoch?.id);
    return standing === 'current' && !there ? [{ member, epoch: epoch.id, certificate: epoch.certificate }] : [];
  });
  if (missing.length === 0) return [];
  const keyPackets = await rewrapFor(session, message, missing);
  return keyPackets.length === 0 ? [] : (await hub.call(messagingRoutes.addKeyPackets, { params: { message: id }, body: { keyPackets } })).recipients;
}

async function rewrapFor(session: MailSession, { id, summary, headerHash }: ThreadMessage, mailboxes: readonly (MailboxEpoch & { readonly certificate: string })[]): Promise<KeyPacketFor[]> {
  const { hub, keyring, trust } = session;
  const sealed = await hub.call(messagingRoutes.fetchMessage, { params: { message: id } });
  // A hub that handed out another message here would have its key wrapped for the members of this one.
  const { opened, body } = await openSealed(session, { thread: summary.thread, message: id }, sealed, trust.state);
  if (!opened.ok || opened.headerHash !== headerHash) return [];
  const parts = { keyPackets: sealed.keyPackets.map(({ packet }) => fromBase64Url(packet)), body };
  const certificates = await trust.certificates(mailboxes.map(({ certificate }) => certificate));
  const packets: KeyPacketFor[] = [];
  for (const { member, epoch, certificate } of mailboxes) {
    const wrapped = await keyring.rewrap(parts, certificates.get(certificate)!);
    if (wrapped !== null) packets.push({ member, epoch, packet: toBase64Url(wrapped.bytes) });
  }
  return packets;
}
