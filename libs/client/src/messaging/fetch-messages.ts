// Fetches sealed messages and proofs, and opens what was fetched. Judges nothing.
import { AUDIT_PAGE, auditRoutes, fromBase64Url, messagingRoutes, Problem, type AuditAnchor, type Bytes, type MessageSummary, type SealedMessage } from '#protocol';
import { parseVkey } from '#transparency-log';
import { TrustAt, type TrustState } from '#trust';
import type { HeldAuditLog } from './check-audit-entry.ts';
import { CERTIFICATE_WITHHELD, type FetchedMessage } from './judge-message.ts';
import type { MailSession } from './mail-session.ts';

/** Messages fetched at once. */
const TOGETHER = 4;

/** `sealed` null: there is no key packet of the reader's member. */
export interface Fetched {
  readonly summary: MessageSummary;
  readonly sealed: SealedMessage | null;
}

export async function fetchMessages({ hub }: Pick<MailSession, 'hub'>, summaries: readonly MessageSummary[]): Promise<Fetched[]> {
  const fetched: Fetched[] = [];
  for (let at = 0; at < summaries.length; at += TOGETHER) {
    const some = summaries.slice(at, at + TOGETHER).map(async (summary) => ({
      summary,
      sealed: summary.readable ? await hub.call(messagingRoutes.fetchMessage, { params: { message: summary.id } }) : null,
    }));
    fetched.push(...(await Promise.all(some)));
  }
  return fetched;
}

/** Opens what the hub gave for a route, by the replay that `state` is. The route's ids are the caller's, not the answer's. */
export async function openSealed(session: MailSession, route: { readonly thread: string; readonly message: string }, sealed: SealedMessage, state: TrustState): Promise<Omit<FetchedMessage, 'anchor'>> {
  const { keyring } = session;
  const { summary, commitment, audit } = sealed;
  const expected = { network: state.network?.id ?? '', ...route };
  const keyPackets = sealed.keyPackets.map(({ packet }) => fromBase64Url(packet));
  const body = fromBase64Url(sealed.body);
  const fetched = { expected, summary, commitment, entry: audit.entry, body };
  const certificate = await certificateOf(session, state, summary.sender.certificate);
  if (certificate === 'withheld') return { ...fetched, opened: { ok: false, failure: CERTIFICATE_WITHHELD } };
  const senders = certificate === 'unknown' ? [] : [certificate];
  return { ...fetched, opened: await keyring.open({ keyPackets, body }, { ...expected, commitment: null }, senders) };
}

/** Bytes of an officer's certificate that the replay knows. `withheld`: the hub has none with the pinned hash, only others or nothing. */
async function certificateOf({ trust }: MailSession, state: TrustState, hash: string): Promise<Bytes | 'unknown' | 'withheld'> {
  if (new TrustAt(state).officerByCertificate(hash) === null) return 'unknown';
  try {
    return (await trust.certificates([hash])).get(hash) ?? 'withheld';
  } catch (error) {
    if (error instanceof Problem && error.code === 'not-found') return 'withheld';
    throw error;
  }
}

/** Proofs for entries by id, up to the tree that this client has verified; entries not in it yet are left out. */
export async function fetchAnchors({ hub }: Pick<MailSession, 'hub'>, entries: readonly string[], size: number): Promise<Map<string, AuditAnchor>> {
  const anchors = new Map<string, AuditAnchor>();
  for (let at = 0; at < entries.length; at += AUDIT_PAGE) {
    const { items } = await hub.call(auditRoutes.auditAnchors, { body: { entries: entries.slice(at, at + AUDIT_PAGE), size } });
    for (const { entry, anchor } of items) if (anchor !== null) anchors.set(entry, anchor);
  }
  return anchors;
}

/** The audit log as far as it could be verified now. Throws LogRefused. */
export async function heldAuditLog({ audit }: Pick<MailSession, 'audit'>, { network }: TrustState): Promise<HeldAuditLog | null> {
  const head = await audit.sync();
  const key = parseVkey(network?.logs.audit ?? '');
  return key.ok ? { head, key: key.value } : null;
}
