// Re-wrapping a member's older mail to its current epoch. The hub says what is left and lends it out; it cannot open any of it.
import { z } from 'zod';
import { base64UrlOf, Hash, Timestamp, Uuid, UuidV7 } from '../ids.ts';
import { MESSAGE_LIMITS } from '../message.ts';
import { READERS, routeTable, SENDERS } from '../route.ts';

/** Messages lent out and taken back at once. */
export const REWRAP_BATCH = 50;

const EpochParams = z.strictObject({ epoch: Uuid });
const Packet = base64UrlOf(MESSAGE_LIMITS.keyPacket, 1);
const Count = z.int().min(0);

export const MessageToRewrap = z.strictObject({
  message: UuidV7,
  /** Key packets for the older epochs that were asked for. */
  keyPackets: z.array(Packet).min(1),
  commitment: Hash,
  /** SHA-256 of the sealed body. */
  body: Hash,
});
export type MessageToRewrap = z.infer<typeof MessageToRewrap>;

export const rewrappingRoutes = routeTable({
  rewrapStatus: {
    method: 'GET', path: '/api/epochs/:epoch/rewrapping', summary: 'How much of my member’s mail its current epoch opens, and what is left by the newest epoch that opens it', access: READERS,
    params: EpochParams,
    response: z.strictObject({ done: Count, left: z.array(z.strictObject({ epoch: Uuid, messages: Count })) }),
  },
  messagesUnder: {
    method: 'POST', path: '/api/epochs/messages', summary: 'How much of my member’s mail these epochs open, and from when to when it was accepted', access: READERS,
    body: z.strictObject({ epochs: z.array(Uuid).max(500) }),
    response: z.strictObject({ messages: Count, first: Timestamp.nullable(), last: Timestamp.nullable() }),
  },
  takeToRewrap: {
    method: 'POST', path: '/api/epochs/:epoch/rewrapping/batches', summary: 'Take messages that my member’s current epoch does not open yet; for a minute nobody else is given them', access: SENDERS,
    params: EpochParams,
    body: z.strictObject({
      /** Older epochs whose mail is to be re-wrapped. */
      from: z.array(Uuid).min(1).max(500),
      /** Older messages than this one only: where the last batch ended. */
      before: UuidV7.nullable(),
    }),
    response: z.strictObject({ items: z.array(MessageToRewrap).max(REWRAP_BATCH) }),
  },
  storeRewrapped: {
    method: 'POST', path: '/api/epochs/:epoch/rewrapping', summary: 'Key packets of older messages for my member’s current epoch; those that are there already stay', access: SENDERS,
    params: EpochParams,
    body: z.strictObject({
      packets: z.array(z.strictObject({ message: UuidV7, packet: Packet })).min(1).max(REWRAP_BATCH)
        .refine((list) => new Set(list.map(({ message }) => message)).size === list.length, 'distinct'),
    }),
    response: z.strictObject({ stored: Count }),
  },
});
