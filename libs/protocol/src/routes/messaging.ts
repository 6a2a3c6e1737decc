// Threads, sealed messages and attachments. The server moves sealed bytes; what it is told here is metadata.
import { z } from 'zod';
import { AuditContext, AuditEntry } from '../audit.ts';
import { base64UrlOf, Hash, Timestamp, Uuid, UuidV7 } from '../ids.ts';
import { MESSAGE_LIMITS } from '../message.ts';
import { READERS, routeTable, SENDERS } from '../route.ts';

const Count = z.int().min(0);
/** Order of acceptance in a thread; 0: before the first. */
const Position = z.int().min(0).max(2 ** 31 - 1);
const distinct = <T>(key: (item: T) => string) => (items: readonly T[]) => new Set(items.map(key)).size === items.length;
const pageSize = (maximum: number, usual: number) => z.coerce.number().int().min(1).max(maximum).default(usual);
const ThreadParams = z.strictObject({ thread: UuidV7 });
const MessageParams = z.strictObject({ message: UuidV7 });
const AttachmentParams = z.strictObject({ attachment: UuidV7 });
const PartIndex = z.int().min(0).max(MESSAGE_LIMITS.parts - 1);
const PartParams = z.strictObject({ attachment: UuidV7, part: z.string().regex(/^(0|[1-9]\d{0,3})$/).transform(Number).pipe(PartIndex) });

/** A mailbox that a key packet is for. */
export const MailboxEpoch = z.strictObject({ member: Uuid, epoch: Uuid });
export type MailboxEpoch = z.infer<typeof MailboxEpoch>;

/** A key packet (PKESK v6, whole packet) with the mailbox epoch it is for. */
export const KeyPacketFor = z.strictObject({ member: Uuid, epoch: Uuid, packet: base64UrlOf(MESSAGE_LIMITS.keyPacket, 1) });
export type KeyPacketFor = z.infer<typeof KeyPacketFor>;

/** Proof that an act was recorded: the entry, and the context that only the actor (and those above) may see. */
export const ActReceipt = z.strictObject({ id: Uuid, entry: AuditEntry, context: AuditContext });
export type ActReceipt = z.infer<typeof ActReceipt>;

export const SendMessage = z.strictObject({
  thread: UuidV7,
  /** All members of the thread, the sender's own included, sorted. The first message fixes them; later ones must name the same. */
  members: z.array(Uuid).min(2).max(MESSAGE_LIMITS.recipients).refine((list) => list.every((item, i) => i === 0 || list[i - 1]! < item), 'sorted and distinct'),
  /** One for each member that has a current epoch; members without one are pending. */
  keyPackets: z.array(KeyPacketFor).min(1).max(MESSAGE_LIMITS.recipients).refine(distinct((item: MailboxEpoch) => item.member), 'one for each member'),
  /** SEIPDv2 packet. */
  body: base64UrlOf(MESSAGE_LIMITS.body, 1),
  commitment: Hash,
  /** Complete uploads of the sender, bound to this message from now on. */
  attachments: z.array(UuidV7).max(MESSAGE_LIMITS.attachments).refine(distinct((id: string) => id), 'distinct'),
});
export type SendMessage = z.infer<typeof SendMessage>;

/** `accepted` is the time in the audit entry. */
export const SendReceipt = z.strictObject({ message: UuidV7, thread: UuidV7, position: Count, accepted: Timestamp, audit: ActReceipt });
export type SendReceipt = z.infer<typeof SendReceipt>;

/** What the server knows of a message. */
export const MessageSummary = z.strictObject({
  id: UuidV7,
  thread: UuidV7,
  /** Order of acceptance in the thread, from 1, without gaps. */
  position: z.int().min(1),
  sender: z.strictObject({ member: Uuid, officer: Uuid, certificate: Hash }),
  accepted: Timestamp,
  /** Bytes of the sealed body. */
  bytes: Count,
  /** Key packets there are, the later ones of newer epochs included. */
  recipients: z.array(MailboxEpoch),
  /** Members of the thread for which there is none yet. */
  pending: z.array(Uuid),
  attachments: z.array(UuidV7),
  /** The caller's member has a key packet. */
  readable: z.boolean(),
});
export type MessageSummary = z.infer<typeof MessageSummary>;

export const SealedMessage = z.strictObject({
  summary: MessageSummary,
  /** Those for the caller's own member, newest epoch first. */
  keyPackets: z.array(KeyPacketFor),
  body: base64UrlOf(MESSAGE_LIMITS.body, 1),
  commitment: Hash,
  /** The audit entry of the sending. Where it stands in the log: `auditAnchors` with its id. */
  audit: z.strictObject({ id: Uuid, entry: AuditEntry }),
});
export type SealedMessage = z.infer<typeof SealedMessage>;

export const ThreadSummary = z.strictObject({
  id: UuidV7,
  /** All members, the caller's included, sorted. By the server's metadata: the client replays its own truth. */
  members: z.array(Uuid),
  /** When the last message was accepted. */
  activity: Timestamp,
  messages: Count,
  /** Messages by others that the calling officer has not marked read. */
  unread: Count,
  last: z.strictObject({ message: UuidV7, sender: z.strictObject({ member: Uuid, officer: Uuid }) }),
});
export type ThreadSummary = z.infer<typeof ThreadSummary>;

export const StoredPart = z.strictObject({ part: PartIndex, bytes: Count, /** SHA-256 of the sealed part. */ hash: Hash });
export type StoredPart = z.infer<typeof StoredPart>;

export const AttachmentStatus = z.strictObject({
  id: UuidV7,
  parts: z.int().min(1).max(MESSAGE_LIMITS.parts),
  /** What arrived, by part. */
  stored: z.array(StoredPart),
  /** The message it belongs to; null while it is an upload. */
  message: UuidV7.nullable(),
  /** When an upload that no message takes is deleted. */
  expires: Timestamp.nullable(),
});
export type AttachmentStatus = z.infer<typeof AttachmentStatus>;

export const messagingRoutes = routeTable({
  listThreads: {
    method: 'GET', path: '/api/threads', summary: 'Threads of my member, newest activity first', access: READERS,
    query: z.strictObject({ cursor: z.string().max(200).optional(), limit: pageSize(200, 50) }),
    response: z.strictObject({ threads: z.array(ThreadSummary), next: z.string().nullable() }),
  },
  readThread: {
    method: 'GET', path: '/api/threads/:thread', summary: 'A thread with its messages in order of acceptance', access: READERS,
    params: ThreadParams,
    /** `after`: the position of the last message seen. */
    query: z.strictObject({ after: z.coerce.number().pipe(Position).default(0), limit: pageSize(500, 200) }),
    response: z.strictObject({ thread: ThreadSummary, messages: z.array(MessageSummary), /** give as `after`; null: no more */ next: Count.nullable() }),
  },
  markRead: {
    method: 'PUT', path: '/api/threads/:thread/read', summary: 'Mark a thread read up to a position, for me alone', access: READERS,
    params: ThreadParams, body: z.strictObject({ position: Position }),
  },
  sendMessage: {
    method: 'PUT', path: '/api/messages/:message', summary: 'Send a sealed message; its id makes it idempotent', access: SENDERS,
    params: MessageParams, body: SendMessage, response: SendReceipt,
  },
  fetchMessage: {
    method: 'GET', path: '/api/messages/:message', summary: 'A sealed message: my member’s key packets and the body', access: READERS,
    params: MessageParams, response: SealedMessage,
  },
  addKeyPackets: {
    method: 'POST', path: '/api/messages/:message/key-packets', summary: 'Key packets for current epochs of the thread’s members that have none yet', access: SENDERS,
    params: MessageParams, body: z.strictObject({ keyPackets: SendMessage.shape.keyPackets }), response: z.strictObject({ recipients: z.array(MailboxEpoch), audit: ActReceipt }),
  },
  createAttachment: {
    method: 'PUT', path: '/api/attachments/:attachment', summary: 'Begin an upload, or find it again', access: SENDERS,
    params: AttachmentParams, body: z.strictObject({ parts: z.int().min(1).max(MESSAGE_LIMITS.parts) }), response: AttachmentStatus,
  },
  putPart: {
    method: 'PUT', path: '/api/attachments/:attachment/parts/:part', summary: 'Store a sealed part durably; again with other bytes replaces it until a message takes the upload', access: SENDERS,
    params: PartParams, body: 'bytes', response: StoredPart,
  },
  attachmentStatus: {
    method: 'GET', path: '/api/attachments/:attachment', summary: 'Which parts are stored', access: READERS,
    params: AttachmentParams, response: AttachmentStatus,
  },
  getPart: {
    method: 'GET', path: '/api/attachments/:attachment/parts/:part', summary: 'A sealed part', access: READERS,
    params: PartParams, response: 'bytes',
  },
});
