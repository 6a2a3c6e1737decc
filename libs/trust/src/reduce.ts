// Second layer of the replay: state and verified entry in, next state or refusal out. Synchronous, pure, driven by the table
// of kinds. TRUST.md, "Statements and the trust log".
import { STATEMENT_LIFETIME_MS, type Bytes, type Statement, type StatementKind, type StatementSignature } from '#protocol';
import { RULES } from './kinds/table.ts';
import { refuse, type Objection, type Refusal, type RefusalCode } from './refusal.ts';
import type { Demand, Offer, QuotedCheckpoint, Rule, Signer } from './rule.ts';
import { isOpen } from './spell.ts';
import { officerOf, type TrustState } from './state.ts';
import { grow } from './tree-past.ts';
import type { VerifiedEntry } from './verify-signatures.ts';

export type Step = { readonly ok: true; readonly state: TrustState } | { readonly ok: false; readonly refusal: Refusal };

/** Takes one entry. On refusal the state given still stands. `nodes`: what its leaf completes in the tree, if the caller knows. */
export function reduce(state: TrustState, { entry, hash, leafHash, quoted }: VerifiedEntry, nodes?: readonly Bytes[]): Step {
  const at = state.tree.range.size;
  const answer = take({ state, statement: entry.statement, hash, at, quoted }, entry.statement.kind, entry.signatures);
  if ('objection' in answer) return { ok: false, refusal: { ...answer.objection, index: at } };
  const { statement } = entry;
  return {
    ok: true,
    state: { ...answer.state, heads: answer.state.heads.with(statement.roster, { hash, at }), tree: grow(answer.state.tree, leafHash, nodes) },
  };
}

/**
 * Goes past an entry without judging it: the tree grows, and the roster has this statement as its last where it is given. Only for reading
 * some chains of a log before the whole is replayed (read-chains.ts).
 */
export function pass(state: TrustState, leafHash: Bytes, last: { readonly roster: string; readonly hash: string } | null, nodes?: readonly Bytes[]): TrustState {
  const at = state.tree.range.size;
  const heads = last === null ? state.heads : state.heads.with(last.roster, { hash: last.hash, at });
  return { ...state, heads, tree: grow(state.tree, leafHash, nodes) };
}

/** What would be refused in the statement itself, whoever signed it. */
export function objectionTo(state: TrustState, statement: Statement, quoted: QuotedCheckpoint | null = null): Objection {
  return object({ state, statement, hash: '', at: state.tree.range.size, quoted }, statement.kind);
}

/** Who must sign it; for a statement to which there is no objection. */
export function demandOf(state: TrustState, statement: Statement): Demand {
  return demand({ state, statement, hash: '', at: state.tree.range.size, quoted: null }, statement.kind);
}

const ruleOf = <K extends StatementKind>(kind: K): Rule<K> => RULES[kind];

function object<K extends StatementKind>(offer: Offer<K>, kind: K): Objection {
  return objectToFrame(offer) ?? ruleOf(kind).object(offer);
}

function demand<K extends StatementKind>(offer: Offer<K>, kind: K): Demand {
  return ruleOf(kind).demand(offer);
}

function take<K extends StatementKind>(offer: Offer<K>, kind: K, signatures: readonly StatementSignature[]): { state: TrustState } | { objection: NonNullable<Objection> } {
  const objection = object(offer, kind);
  if (objection !== null) return { objection };
  const judged = judgeSigners(offer.state, demand(offer, kind), signatures);
  return 'objection' in judged ? judged : { state: ruleOf(kind).apply(offer, judged.signers) };
}

/** What every statement says alike: network, expiry, roster and head. */
function objectToFrame<K extends StatementKind>({ state, statement: { kind, network, roster, head, expires }, quoted }: Offer<K>): Objection {
  if (kind === 'network.genesis') {
    if (state.network !== null) return refuse('genesis-repeated');
    return head === null ? null : refuse('stale-head');
  }
  if (state.network === null) return refuse('genesis-missing');
  if (network !== state.network.id) return refuse('wrong-network');
  // log.time is judged by the time it brings, so that a log which stood still for a week can start its clock again.
  const clock = kind === 'log.time' ? (quoted?.time ?? null) : (state.clock?.time ?? null);
  const expiry = Date.parse(expires);
  if (clock !== null && expiry < clock) return refuse('expired');
  if (clock !== null && expiry > clock + STATEMENT_LIFETIME_MS) return refuse('expiry-too-late');
  const { changes, whileSuspended } = ruleOf(kind);
  if (changes === 'member') {
    const member = state.members.get(roster);
    if (member === undefined) return refuse('unknown-member', roster);
    if (isOpen(member.suspensions) && whileSuspended === undefined) return refuse('member-suspended', roster);
  }
  // A roster that exists already is the rule's to name: the member was admitted before.
  const last = changes === 'new member' ? null : (state.heads.get(roster)?.hash ?? null);
  return head === last ? null : refuse('stale-head');
}

function judgeSigners(state: TrustState, { groups, coSigners, except }: Demand, signatures: readonly StatementSignature[]): { signers: Signer[] } | { objection: NonNullable<Objection> } {
  const signers: Signer[] = [];
  const signed = new Map(groups.map((group) => [group, new Set<string>()]));
  for (const { certificate } of signatures) {
    if (coSigners.includes(certificate)) continue;
    const use = state.certificates.get(certificate);
    if (use === undefined) return { objection: refuse('unknown-certificate', certificate) };
    const officer = officerOf(state, use);
    if (officer === null) return { objection: refuse('wrong-role', certificate) };
    const signer = { certificate, use, officer };
    const bar = barTo(signer) ?? (officer.id === except?.officer ? except.code : null);
    if (bar !== null) return { objection: refuse(bar, certificate) };
    const group = groups.find(({ may }) => may(signer));
    if (group === undefined) return { objection: refuse('wrong-role', certificate) };
    signed.get(group)!.add(officer.id);
    signers.push(signer);
  }
  const absent = coSigners.find((certificate) => signatures.every((signature) => signature.certificate !== certificate));
  if (absent !== undefined) return { objection: refuse('not-co-signed', absent) };
  for (const [{ most, least }, officers] of signed) {
    if (most !== undefined && officers.size > most) return { objection: refuse('too-many-signatures') };
    if (officers.size < least) return { objection: refuse('too-few-signatures') };
  }
  return { signers };
}

/** What keeps somebody from signing anything at all. */
export function barTo({ certificate, officer }: Pick<Signer, 'certificate' | 'officer'>): RefusalCode | null {
  if (officer.removedAt !== null) return 'removed-signer';
  if (officer.certificate !== certificate) return 'certificate-not-in-force';
  return isOpen(officer.suspensions) ? 'suspended-signer' : null;
}
