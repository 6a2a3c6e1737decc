// The sealed message: what is inside and signed (header, content), and its limits.
import { z } from 'zod';
import { base64UrlOf, Hash, LanguageTag, text, Timestamp, Uuid, UuidV7 } from './ids.ts';
import { HandlingLabels } from './labels.ts';

/** Critical notation of the message signature; its value is SHA-256 (hex) of the canonical header. */
export const MESSAGE_NOTATION = 'message.v1@hub.globe.example';

export const MESSAGE_LIMITS = {
  /** Recipients of one message, the sender's own member included. */
  recipients: 64,
  /** Sealed body, bytes on the wire. Larger things are attachments. */
  body: 2 * 1024 * 1024,
  keyPacket: 4096,
  attachments: 32,
  /** Plain bytes of an attachment part. */
  part: 16 * 1024 * 1024,
  /** A part on the wire: padding and packet framing included. */
  sealedPart: 18 * 1024 * 1024,
  parts: 4096,
} as const;

/** Plain sizes of the padded inside of a body: the observer learns the bucket only. Above the last, multiples of it. */
export const SIZE_BUCKETS = [4096, 16384, 65536, 262144, 1048576] as const;

export const MessageKind = z.enum(['message', 'receipt', 'note', 'request.update', 'permission', 'thread.members', 'history.share', 'withdraw']);
export type MessageKind = z.infer<typeof MessageKind>;

export const Recipient = z.union([
  z.strictObject({ member: Uuid, epoch: Uuid, certificate: Hash }),
  z.strictObject({ member: Uuid, officer: Uuid, certificate: Hash }),
  z.strictObject({ member: Uuid, pending: z.literal(true) }),
]);
export type Recipient = z.infer<typeof Recipient>;

export const AttachmentRef = z.strictObject({
  id: UuidV7,
  name: text(255),
  /** Media type as the sender's system names it: a hint, never trusted. */
  type: z.string().max(127).regex(/^[\w.+-]+\/[\w.+-]+$/),
  /** Plain bytes. */
  size: z.int().min(0),
  parts: z.int().min(1).max(MESSAGE_LIMITS.parts),
  key: base64UrlOf(32, 32),
  /** RFC 6962 tree head over SHA-256 of each sealed part, in order. */
  root: Hash,
});
export type AttachmentRef = z.infer<typeof AttachmentRef>;

export const MessageHeader = z.strictObject({
  version: z.literal(1),
  network: Hash,
  message: UuidV7,
  thread: UuidV7,
  /** SHA-256 of the headers of all heads of the thread that the sender knew, sorted; empty: this begins the thread. */
  parents: z.array(Hash).max(64),
  /** 1, 2, 3 … for each (thread, certificate, device). */
  sequence: z.int().min(1),
  device: Uuid,
  sender: z.strictObject({ member: Uuid, officer: Uuid, certificate: Hash }),
  /** The sender's own member among them; sorted by member. */
  recipients: z.array(Recipient).min(1).max(MESSAGE_LIMITS.recipients),
  kind: MessageKind,
  labels: HandlingLabels,
  created: Timestamp,
  language: LanguageTag.nullable(),
  /** The trust log that the sender had verified. */
  trust: z.strictObject({ size: z.int().min(1), root: Hash }),
  attachments: z.array(AttachmentRef).max(MESSAGE_LIMITS.attachments),
});
export type MessageHeader = z.infer<typeof MessageHeader>;

/** Content of kind `message`: canonical JSON after the header. */
export const MessageContent = z.strictObject({ subject: text(300).nullable(), text: text(200_000, 0) });
export type MessageContent = z.infer<typeof MessageContent>;
