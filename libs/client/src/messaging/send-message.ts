// Seals a message to the current epochs of a thread's members and brings it to the hub; again and again until it is known to be there.
import { sha256 } from '@noble/hashes/sha2.js';
import { auditContextBytes, fromBase64Url, messagingRoutes, Problem, toBase64Url, toHex, uuidV7, type MessageHeader, type SendMessage, type SendReceipt } from '#protocol';
import { TrustAt, type TrustState } from '#trust';
import { HubProblem } from '../http.ts';
import { checkEntry } from './check-audit-entry.ts';
import { composeHeader, contentBytes, type MessageDraft, type ThreadPlace } from './compose-header.ts';
import type { MailSession } from './mail-session.ts';
import type { OpenedThread } from './open-thread.ts';
import { waitingForKeys, WaitsForKeys } from './waiting-for-keys.ts';

/** A sealed message ready to be sent: holds no secret, may be kept on the device and sent later or again. */
export interface SealedDraft {
  readonly message: string;
  readonly header: MessageHeader;
  readonly headerHash: string;
  readonly request: SendMessage;
}

export interface SentMessage extends SealedDraft {
  /** Proof, once its entry stands in the audit log, that the hub took the message. */
  readonly receipt: SendReceipt;
}

/** Where a reply stands in a thread as this client replayed it. Throws Problem('thread-refused') when nothing of it could be opened. */
export function replyIn({ id, members, heads, nextSequence }: OpenedThread): ThreadPlace {
  if (members === null) throw new Problem('thread-refused', { verdict: 'nothing-opened' });
  return { thread: id, members, parents: heads, sequence: nextSequence };
}

/**
 * What becomes of members that cannot be sealed to at the moment. pending: the others get the message now, these get a key packet later.
 * wait: nobody gets it before all can; WaitsForKeys is thrown.
 */
export type Unsealable = 'pending' | 'wait';

const SEALINGS = 5;
const SENDINGS = 4;
const FIRST_WAIT_MS = 250;

/**
 * Seals and sends. Seals anew when an epoch has changed meanwhile; sends the same bytes again when the hub cannot be reached.
 * Throws LogRefused when a log does not hold, Problem('unavailable', verdict `checkpoint-not-fresh`) without a fresh
 * checkpoint, HubProblem otherwise. After an unreachable hub whether it was sent is unknown: send the same `message` id again.
 */
export async function sendMessage(session: MailSession, place: ThreadPlace, draft: MessageDraft, message: string = uuidV7(), unsealable: Unsealable = 'pending'): Promise<SentMessage> {
  for (let sealing = 1; ; sealing++) {
    const sealed = await sealDraft(session, place, draft, message, unsealable);
    try {
      return { ...sealed, receipt: await submitMessage(session, sealed) };
    } catch (error) {
      const overtaken = error instanceof Problem && error.code === 'epoch-stale' && sealing < SEALINGS;
      if (!overtaken) throw error;
      // The hub knows of a change that its newest checkpoint does not hold yet.
      await waitFor(FIRST_WAIT_MS * 2 ** (sealing - 1));
    }
  }
}

/** Both logs are verified to the present; what is sealed is sealed by what they say. */
export async function sealDraft(session: MailSession, place: ThreadPlace, draft: MessageDraft, message: string = uuidV7(), unsealable: Unsealable = 'pending'): Promise<SealedDraft> {
  const { keyring, trust, audit, me, device } = session;
  const state = await trust.sync();
  await audit.sync();
  if (!trust.isFresh()) throw new Problem('unavailable', { verdict: 'checkpoint-not-fresh' });
  requireRole(state, me.certificate);
  const waiting = unsealable === 'wait' ? waitingForKeys(state, place.members) : [];
  if (waiting.length > 0) throw new WaitsForKeys(waiting);
  const header = composeHeader(state, { ...me, device }, place, draft, message);
  const hashes = header.recipients.flatMap((one) => ('certificate' in one ? [one.certificate] : []));
  const certificates = await trust.certificates(hashes);
  const sealed = await keyring.seal(header, contentBytes(draft), hashes.map((hash) => certificates.get(hash)!));
  const packets = new Map(sealed.keyPackets.map(({ certificate, bytes }) => [certificate, bytes]));
  const keyPackets = header.recipients.flatMap((one) => ('epoch' in one ? [{ member: one.member, epoch: one.epoch, packet: toBase64Url(packets.get(one.certificate)!) }] : []));
  const request = {
    thread: header.thread, members: header.recipients.map(({ member }) => member), keyPackets, body: toBase64Url(sealed.body), commitment: sealed.commitment,
    attachments: header.attachments.map(({ id }) => id),
  };
  return { message, header, headerHash: sealed.headerHash, request };
}

function requireRole(state: TrustState, certificate: string): void {
  const standing = new TrustAt(state).sendingStanding(certificate);
  if (standing !== 'may-send') throw new Problem('not-allowed', { verdict: standing });
}

/** Sends exactly these bytes. Idempotent: may be repeated, now or after a restart. */
export async function submitMessage({ hub }: Pick<MailSession, 'hub'>, { message, header, request }: SealedDraft): Promise<SendReceipt> {
  for (let sending = 1, wait = FIRST_WAIT_MS; ; sending++, wait *= 2) {
    try {
      const receipt = await hub.call(messagingRoutes.sendMessage, { params: { message }, body: request });
      checkReceipt(receipt, header, request);
      return receipt;
    } catch (error) {
      const passing = error instanceof HubProblem && (error.unreachable || error.code === 'unavailable') && sending < SENDINGS;
      if (!passing) throw error;
      await waitFor(wait);
    }
  }
}

function waitFor(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** The entry that the hub says it recorded must tell of this very message. Throws Problem('internal', verdict `receipt-differs`). */
function checkReceipt({ audit: { entry, context } }: SendReceipt, header: MessageHeader, { commitment, body }: SendMessage): void {
  const wrong = checkEntry(entry, { header, commitment, body: fromBase64Url(body) });
  if (wrong !== null || toHex(sha256(auditContextBytes(context))) !== entry.context) throw new Problem('internal', { verdict: 'receipt-differs' });
}
