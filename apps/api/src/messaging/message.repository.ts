// Sealed messages: stored by one statement together with their audit entry and outbox row, read by row-level security.
import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { toBase64Url, type KeyPacketFor, type MailboxEpoch, type MessageSummary } from '#protocol';
import type { AuditRow } from '../audit/audit.port.ts';
import type { Tx } from '../platform/database.ts';
import type { ReadPacket } from './sealed-request.ts';

export interface NewMessage {
  readonly id: string;
  readonly thread: string;
  readonly sender: { readonly member: string; readonly officer: string; /** SHA-256, hex */ readonly certificate: string };
  readonly accepted: Date;
  /** SHA-256, hex. */
  readonly commitment: string;
  readonly request: Uint8Array;
  readonly packets: readonly ReadPacket[];
  readonly attachments: readonly string[];
  readonly body: Uint8Array;
  readonly audit: AuditRow;
}

export interface StoredAct {
  readonly thread: string;
  readonly position: number;
  readonly request: Uint8Array;
  readonly audit: string;
  readonly entry: Uint8Array;
  readonly context: Uint8Array;
}

export interface StoredMessage {
  readonly summary: MessageSummary;
  readonly keyPackets: KeyPacketFor[];
  readonly body: Uint8Array;
  readonly commitment: string;
  readonly audit: string;
}

interface SummaryRow {
  id: string;
  thread: string;
  position: number;
  sender_member: string;
  sender_officer: string;
  sender_certificate: string;
  accepted: Date;
  bytes: number;
  recipients: MailboxEpoch[];
  attachments: string[];
  pending: string[];
  readable: boolean;
}

const SUMMARY = `m.id, m.thread, m.position, m.sender_member, m.sender_officer, encode(m.sender_certificate, 'hex') AS sender_certificate, m.accepted,
  octet_length(m.body) AS bytes, m.recipients, m.attachments,
  ARRAY(SELECT u FROM unnest(t.members) AS u WHERE NOT m.recipients @> jsonb_build_array(jsonb_build_object('member', u))) AS pending,
  EXISTS (SELECT FROM key_packet k WHERE k.message = m.id AND k.member = caller_member()) AS readable`;

// The thread's row is taken first (\`sent\` reads \`head\`): sends to one thread queue there, and positions have no gaps.
const STORE = `
  WITH head AS (
    UPDATE thread SET messages = messages + 1, activity = greatest(activity, $3), last_message = $1, last_member = $4, last_officer = $5
    WHERE id = $2 RETURNING messages
  ), sent AS (
    INSERT INTO message (id, thread, position, accepted, sender_member, sender_officer, sender_certificate, commitment, request, recipients, attachments, audit, body)
    SELECT $1, $2, messages, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12 FROM head RETURNING position
  ), touched AS (
    UPDATE thread_member SET activity = greatest(activity, $3) WHERE thread = $2
  ), packets AS (
    INSERT INTO key_packet (message, member, epoch, packet) SELECT $1, p.member, p.epoch, p.packet FROM unnest($13::uuid[], $14::uuid[], $15::bytea[]) AS p (member, epoch, packet)
  ), taken AS (
    UPDATE attachment a SET message = $1, expires = NULL
    WHERE a.id = ANY ($10) AND a.officer = $5 AND a.message IS NULL AND a.expires > now() AND a.parts = (SELECT count(*) FROM attachment_part p WHERE p.attachment = a.id)
    RETURNING a.id
  ), recorded AS (
    INSERT INTO audit_entry (id, entry, context) VALUES ($11, $16, $17)
  ), asked AS (
    INSERT INTO outbox (id, topic, payload) SELECT $18, 'message.waiting', $19 WHERE $19::jsonb -> 'members' <> '[]'
  )
  SELECT sent.position, (SELECT count(*) FROM taken)::int AS taken FROM sent`;

@Injectable()
export class MessageRepository {
  /**
   * One round trip. Answers the position, and how many of the attachments could be taken: fewer than asked means that the transaction
   * must not be committed. Null: no such thread. Throws a unique violation when the id is used.
   */
  async store(tx: Tx, message: NewMessage): Promise<{ position: number; taken: number } | null> {
    const { id, thread, sender, accepted, packets, attachments, audit } = message;
    const recipients: MailboxEpoch[] = packets.map(({ member, epoch }) => ({ member, epoch }));
    const waiting = recipients.map(({ member }) => member).filter((member) => member !== sender.member);
    const [row] = await tx.query<{ position: number; taken: number }>(STORE, [
      id, thread, accepted, sender.member, sender.officer, Buffer.from(sender.certificate, 'hex'), Buffer.from(message.commitment, 'hex'), message.request,
      JSON.stringify(recipients), attachments, audit.id, message.body,
      packets.map(({ member }) => member), packets.map(({ epoch }) => epoch), packets.map(({ bytes }) => bytes),
      audit.entry, audit.context, randomUUID(), JSON.stringify({ message: id, thread, members: waiting }),
    ]);
    return row ?? null;
  }

  /** Before a message is accepted, in one round trip: whether the officer sent it already, and who takes part in the thread. */
  async before(tx: Tx, officer: string, id: string, thread: string): Promise<{ done: StoredAct | null; members: string[] | null }> {
    const [row] = await tx.query<{ [K in keyof StoredAct]: StoredAct[K] | null } & { members: string[] | null }>(
      `SELECT t.members, m.thread, m.position, m.request, m.audit, a.entry, a.context
       FROM (SELECT) AS one
       LEFT JOIN thread t ON t.id = $3
       LEFT JOIN (message m JOIN audit_entry a ON a.id = m.audit) ON m.id = $1 AND m.sender_officer = $2`,
      [id, officer, thread],
    );
    return { done: row && row.thread !== null ? (row as StoredAct) : null, members: row?.members ?? null };
  }

  async list(tx: Tx, thread: string, after: number, limit: number): Promise<MessageSummary[]> {
    const rows = await tx.query<SummaryRow>(
      `SELECT ${SUMMARY} FROM message m JOIN thread t ON t.id = m.thread WHERE m.thread = $1 AND m.position > $2 ORDER BY m.position LIMIT $3`,
      [thread, after, limit],
    );
    return rows.map(summaryOf);
  }

  async summary(tx: Tx, id: string): Promise<MessageSummary | null> {
    const [row] = await tx.query<SummaryRow>(`SELECT ${SUMMARY} FROM message m JOIN thread t ON t.id = m.thread WHERE m.id = $1`, [id]);
    return row ? summaryOf(row) : null;
  }

  /** With the caller's member's own key packets, newest first. */
  async find(tx: Tx, id: string): Promise<StoredMessage | null> {
    const [row] = await tx.query<SummaryRow & { commitment: string; audit: string; body: Uint8Array }>(
      `SELECT ${SUMMARY}, encode(m.commitment, 'hex') AS commitment, m.audit, m.body FROM message m JOIN thread t ON t.id = m.thread WHERE m.id = $1`,
      [id],
    );
    if (!row) return null;
    const packets = await tx.query<{ member: string; epoch: string; packet: Uint8Array }>(
      'SELECT member, epoch, packet FROM key_packet WHERE message = $1 AND member = caller_member() ORDER BY added DESC, epoch DESC LIMIT 64',
      [id],
    );
    const { commitment, audit, body } = row;
    return { summary: summaryOf(row), keyPackets: packets.map(({ member, epoch, packet }) => ({ member, epoch, packet: toBase64Url(packet) })), body, commitment, audit };
  }

  /** Adds key packets; those that are there already stay. Answers the epochs added. */
  async addPackets(tx: Tx, id: string, packets: readonly ReadPacket[]): Promise<MailboxEpoch[]> {
    // The message's row is locked, so that the list and the packets agree.
    const [row] = await tx.query<{ recipients: MailboxEpoch[] }>('SELECT recipients FROM message WHERE id = $1 FOR NO KEY UPDATE', [id]);
    const known = new Set((row?.recipients ?? []).map(({ epoch }) => epoch));
    const added = packets.filter(({ epoch }) => !known.has(epoch));
    if (!row || added.length === 0) return [];
    const epochs = added.map(({ member, epoch }) => ({ member, epoch }));
    await tx.query('INSERT INTO key_packet (message, member, epoch, packet) SELECT $1, p.member, p.epoch, p.packet FROM unnest($2::uuid[], $3::uuid[], $4::bytea[]) AS p (member, epoch, packet)', [
      id, epochs.map(({ member }) => member), epochs.map(({ epoch }) => epoch), added.map(({ bytes }) => bytes),
    ]);
    await tx.query('UPDATE message SET recipients = recipients || $2::jsonb WHERE id = $1', [id, JSON.stringify(epochs)]);
    return epochs;
  }
}

function summaryOf(row: SummaryRow): MessageSummary {
  const { id, thread, position, bytes, recipients, pending, attachments, readable } = row;
  const sender = { member: row.sender_member, officer: row.sender_officer, certificate: row.sender_certificate };
  return { id, thread, position, sender, accepted: row.accepted.toISOString(), bytes, recipients, pending, attachments, readable };
}
