// Statements as they must be written to follow from a state: network, head and expiry right. What only the log's history can
// decide is still the reducer's: a draft that is refused says so by objectionTo.
import {
  LOG_CLOCK, SECRETARIAT, Statement, STATEMENT_LIFETIME_MS, TrustEntry, type OfficerKey, type OfficerRole, type StatementKind, type StatementOf, type StatementSignature,
} from '#protocol';
import { demandOf } from './reduce.ts';
import type { TrustState } from './state.ts';

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

export const draft = {
  genesis(now: number, body: BodyOf<'network.genesis'>): StatementOf<'network.genesis'> {
    const expires = new Date(now + DRAFT_LIFETIME_MS).toISOString();
    return Statement.parse({ version: 1, network: null, kind: 'network.genesis', roster: SECRETARIAT, head: null, subject: crypto.randomUUID(), expires, body }) as StatementOf<'network.genesis'>;
  },
  auditorGrant: (context: DraftContext, key: OfficerKey, members: string[] | null) =>
    write(context, 'auditor.grant', SECRETARIAT, key.officer, { key, members }),
  memberAdmit: (context: DraftContext, member: string, authority: string, securityOfficers: OfficerKey[]) =>
    write(context, 'member.admit', member, member, { authority, securityOfficers }),
  officerAdmit: (context: DraftContext, member: string, key: OfficerKey, role: OfficerRole) =>
    write(context, 'officer.admit', member, key.officer, { key, role }),
  officerRemove: (context: DraftContext, member: string, officer: string, compromisedSince: number | null = null) =>
    write(context, 'officer.remove', member, officer, { compromisedSince }),
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
  const { who, least, may, coSigners, except } = demandOf(state, statement);
  const people = [...state.secretariat.values(), ...(state.members.get(statement.roster)?.officers.values() ?? [])];
  const entitled = people.filter((officer) => {
    const use = state.certificates.get(officer.certificate);
    return use !== undefined && officer.removedAt === null && officer.id !== except?.officer && may({ certificate: officer.certificate, use, officer });
  });
  const open = entitled.map(({ certificate }) => certificate).filter((certificate) => !signed.includes(certificate));
  const absent = coSigners.filter((certificate) => !signed.includes(certificate));
  const groups: MissingSignatures[] = [
    { role: 'co-signer', count: absent.length, certificates: absent },
    { role: who, count: least - (entitled.length - open.length), certificates: open },
  ];
  return groups.filter(({ count }) => count > 0);
}
