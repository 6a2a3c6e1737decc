// Statements as they must be written to follow from a state: network, head and expiry right. What only the log's history can
// decide is still the reducer's: a draft that is refused says so by objectionTo.
import {
  LOG_CLOCK, SECRETARIAT, Statement, STATEMENT_LIFETIME_MS, TrustEntry, type OfficerKey, type OfficerRole, type StatementKind, type StatementOf, type StatementSignature,
} from '#protocol';
import { barTo, demandOf } from './reduce.ts';
import type { Signer } from './rule.ts';
import type { Officer, TrustState } from './state.ts';
import type { Wait } from './wait.ts';

/** `now`: milliseconds since 1970 by the drafter's clock; only the expiry comes of it. */
export interface DraftContext {
  readonly state: TrustState;
  readonly now: number;
}

type BodyOf<K extends StatementKind> = StatementOf<K>['body'];

/** A day less than the replay allows: the log's clock may be written anew before the statement, and be behind the drafter's. */
const DRAFT_LIFETIME_MS = STATEMENT_LIFETIME_MS - 24 * 3600 * 1000;

/** Counted from now, or from the log's clock if that is behind. */
function expiry({ state, now }: DraftContext): string {
  return new Date(Math.min(now, state.clock?.time ?? now) + DRAFT_LIFETIME_MS).toISOString();
}

/** Throws ZodError on a body that no statement can have, RangeError before genesis. */
function write<K extends StatementKind>(context: DraftContext, kind: K, roster: string, subject: string, body: BodyOf<K>, expires = expiry(context)): StatementOf<K> {
  const { network, heads } = context.state;
  if (network === null) throw new RangeError('a network begins with its genesis');
  const head = heads.get(roster)?.hash ?? null;
  return Statement.parse({ version: 1, network: network.id, kind, roster, head, subject, expires, body }) as StatementOf<K>;
}

const until = (ends: string | null) => (ends === null ? {} : { ends });

export const draft = {
  genesis(now: number, body: BodyOf<'network.genesis'>): StatementOf<'network.genesis'> {
    const expires = new Date(now + DRAFT_LIFETIME_MS).toISOString();
    return Statement.parse({ version: 1, network: null, kind: 'network.genesis', roster: SECRETARIAT, head: null, subject: crypto.randomUUID(), expires, body }) as StatementOf<'network.genesis'>;
  },
  /** The same act on another state. */
  same: (context: DraftContext, { kind, roster, subject, body }: Pick<Statement, 'kind' | 'roster' | 'subject' | 'body'>) => write(context, kind, roster, subject, body) as Statement,
  networkPolicy: (context: DraftContext, witnesses: string[], policy: number) =>
    write(context, 'network.policy', SECRETARIAT, crypto.randomUUID(), { witnesses, policy }),
  secretariatChange: (context: DraftContext, body: BodyOf<'secretariat.change'>) => write(context, 'secretariat.change', SECRETARIAT, crypto.randomUUID(), body),
  releasePublish: (context: DraftContext, body: BodyOf<'release.publish'>) => write(context, 'release.publish', SECRETARIAT, crypto.randomUUID(), body),
  auditorGrant: (context: DraftContext, key: OfficerKey, members: string[] | null) =>
    write(context, 'auditor.grant', SECRETARIAT, key.officer, { key, members }),
  memberAdmit: (context: DraftContext, member: string, authority: string, securityOfficers: OfficerKey[]) =>
    write(context, 'member.admit', member, member, { authority, securityOfficers }),
  memberSuspend: (context: DraftContext, member: string) => write(context, 'member.suspend', member, member, {}),
  memberReadmit: (context: DraftContext, member: string) => write(context, 'member.readmit', member, member, {}),
  memberLive: (context: DraftContext, member: string) => write(context, 'member.live', member, member, {}),
  /** `about`: SHA-256 of the statement that "was not us". */
  memberFreeze: (context: DraftContext, member: string, about: string | null = null) => write(context, 'member.freeze', member, member, { about }),
  memberUnfreeze: (context: DraftContext, member: string) => write(context, 'member.unfreeze', member, member, {}),
  memberReseat: (context: DraftContext, member: string, lost: string[], securityOfficers: OfficerKey[]) =>
    write(context, 'member.reseat', member, member, { lost, securityOfficers }),
  memberVeto: (context: DraftContext, member: string, { subject, statement }: Pick<Wait, 'subject' | 'statement'>) =>
    write(context, 'member.veto', member, subject, { statement }),
  /** `ends`: ISO time at which a temporary officer leaves by the log's clock. */
  officerAdmit: (context: DraftContext, member: string, key: OfficerKey, role: OfficerRole, ends: string | null = null) =>
    write(context, 'officer.admit', member, key.officer, { key, role, ...until(ends) }),
  officerRemove: (context: DraftContext, member: string, officer: string, compromisedSince: number | null = null) =>
    write(context, 'officer.remove', member, officer, { compromisedSince }),
  /** Sets role and end of the term; null: without an end. */
  officerRole: (context: DraftContext, member: string, officer: string, role: OfficerRole, ends: string | null = null) =>
    write(context, 'officer.role', member, officer, { role, ...until(ends) }),
  officerRekey: (context: DraftContext, member: string, key: OfficerKey, compromisedSince: number | null = null) =>
    write(context, 'officer.rekey', member, key.officer, { key, compromisedSince }),
  officerAttest: (context: DraftContext, member: string, officer: string) => write(context, 'officer.attest', member, officer, {}),
  officerCard: (context: DraftContext, member: string, officer: string, card: string) => write(context, 'officer.card', member, officer, { card }),
  officerSuspend: (context: DraftContext, member: string, officer: string) => write(context, 'officer.suspend', member, officer, {}),
  officerReinstate: (context: DraftContext, member: string, officer: string) => write(context, 'officer.reinstate', member, officer, {}),
  /** `member`: the officer's; null for the secretariat and the network's auditors. */
  deviceAdd: (context: DraftContext, member: string | null, officer: string, id: string, device: string) =>
    write(context, 'device.add', officer, id, { member, device }),
  epochRotate(context: DraftContext, member: string, epoch: string, certificate: string, packages: BodyOf<'epoch.rotate'>['packages']) {
    const previous = context.state.members.get(member)?.current ?? null;
    const sorted = packages.toSorted((a, b) => (a.officer < b.officer ? -1 : 1));
    return write(context, 'epoch.rotate', member, epoch, { previous, certificate, packages: sorted });
  },
  epochConfirm: (context: DraftContext, member: string, epoch: string) => write(context, 'epoch.confirm', member, epoch, {}),
  epochGrant: (context: DraftContext, member: string, epoch: string, officer: string, packageHash: string) =>
    write(context, 'epoch.grant', member, epoch, { officer, package: packageHash }),
  /** `time`: milliseconds since 1970 that the checkpoint's cosignatures prove. */
  logTime: (context: DraftContext, checkpoint: string, time: number) =>
    write(context, 'log.time', LOG_CLOCK, crypto.randomUUID(), { checkpoint }, new Date(time + STATEMENT_LIFETIME_MS).toISOString()),
};

/** What the trust log takes. Throws ZodError when one certificate signed twice. */
export function assembleEntry(statement: Statement, signatures: readonly StatementSignature[]): TrustEntry {
  return TrustEntry.parse({ statement, signatures: signatures.toSorted((a, b) => (a.certificate < b.certificate ? -1 : 1)) });
}

/** Signatures that are missing: `count` more by officers in this place, or by certificates that the statement admits. */
export interface MissingSignatures {
  readonly role: 'secretariat' | 'security' | 'officer' | 'co-signer';
  readonly count: number;
  /** Any of these may sign. */
  readonly certificates: readonly string[];
}

/** Empty once nothing is missing. For a statement to which objectionTo has no objection. */
export function missingSignatures(state: TrustState, statement: Statement, signed: readonly string[]): MissingSignatures[] {
  const { groups, coSigners, except } = demandOf(state, statement);
  const people = peopleOf(state, statement).filter((signer) => barTo(signer) === null && signer.officer.id !== except?.officer);
  const absent = coSigners.filter((certificate) => !signed.includes(certificate));
  const missing = groups.map(({ who, least, may }): MissingSignatures => {
    const entitled = people.filter(may).map(({ certificate }) => certificate);
    const open = entitled.filter((certificate) => !signed.includes(certificate));
    return { role: who, count: least - (entitled.length - open.length), certificates: open };
  });
  return [{ role: 'co-signer' as const, count: absent.length, certificates: absent }, ...missing].filter(({ count }) => count > 0);
}

/** Everybody who could have a say: the secretariat, the member's officers, whoever's own roster it is. */
function peopleOf(state: TrustState, { roster }: Statement): Signer[] {
  const own = [state.auditors.get(roster), ownerOf(state, roster)].filter((officer) => officer !== undefined);
  const people = [...state.secretariat.values(), ...(state.members.get(roster)?.officers.values() ?? []), ...own];
  return people.flatMap((officer) => {
    const use = state.certificates.get(officer.certificate);
    return use === undefined ? [] : [{ certificate: officer.certificate, use, officer }];
  });
}

function ownerOf(state: TrustState, id: string): Officer | undefined {
  const use = state.ids.get(id);
  return use?.names === 'officer' ? state.members.get(use.member)?.officers.get(id) : undefined;
}
