// What this client's own replay of the trust log says: the network, its members, who serves where. Nothing here is the hub's word.
import { membershipRoutes, toHex, type OfficerCard, type OfficerRole } from '#protocol';
import { checkpointTime } from '#transparency-log';
import { phrase, TrustAt, type Epoch, type EpochStanding, type ServingRole, type Staleness } from '#trust';
import type { HeldOpen, OfficerDesk } from './officer-at-work.ts';

export interface MemberView {
  readonly id: string;
  /** Directory id. */
  readonly authority: string;
  readonly admittedAt: number;
  /** Position at which its recovery drills were on record and signed for; null: not live yet. */
  readonly liveAt: number | null;
  readonly standing: EpochStanding['standing'];
  /** Why it waits for new keys; null: it does not. */
  readonly staleness: Pick<Staleness, 'because' | 'time'> | null;
  readonly epoch: EpochFacts | null;
  /** Officers who hold the current epoch and serve: who would be able to read. */
  readonly readers: number;
  readonly officers: number;
  /** Security officers who are at work: on the roster and not suspended. */
  readonly security: number;
  /** True: mine. */
  readonly mine: boolean;
}

export interface EpochFacts {
  readonly id: string;
  readonly certificate: string;
  /** Twelve words of the certificate's hash, to compare with what the member reads out. */
  readonly phrase: readonly string[];
  /** Position of the trust log. */
  readonly rotatedAt: number;
  /** Milliseconds since 1970 by its maker's clock: the time inside the id, which is a UUID version 7. */
  readonly made: number;
}

/** Whom a certificate serves or served, by the replay. */
export interface SignerView {
  readonly certificate: string;
  readonly officer: string;
  readonly kind: 'secretariat' | 'auditor' | 'officer';
  readonly member: string | null;
}

export interface OfficerView {
  readonly officer: string;
  readonly role: OfficerRole | null;
  readonly certificate: string;
  /** Null: erased or not shown by the hub, and not seen on this device before. */
  readonly card: Pick<OfficerCard, 'name' | 'function' | 'languages'> | null;
  readonly admittedAt: number;
  readonly serves: boolean;
  /** Holds the current epoch. */
  readonly reads: boolean;
}

export interface NetworkView {
  readonly id: string;
  readonly name: string;
  readonly demonstration: boolean;
  readonly phrase: readonly string[];
  readonly threshold: number;
  readonly secretariat: number;
  readonly auditors: number;
  readonly witnesses: number;
  /** How many witnesses must have cosigned. */
  readonly policy: number;
  readonly logs: Readonly<Record<'trust' | 'audit', { readonly size: number; readonly root: string; readonly key: string; readonly time: number | null }>>;
  readonly fresh: boolean;
}

export function networkApi(desk: OfficerDesk, { cards }: HeldOpen) {
  const replay = async () => new TrustAt(await (await desk.atWork()).officer.trust.sync());

  return {
    network: async (): Promise<NetworkView> => {
      const { officer, audit } = await desk.atWork();
      const at = await replay();
      const facts = at.network()!;
      const checkpoint = officer.trust.checkpoint!;
      const audited = await audit.sync();
      const time = await checkpointTime(audited.note, facts.witnesses, facts.policy, facts.logs.audit);
      return {
        id: facts.id, name: facts.name, demonstration: facts.demonstration, phrase: phrase(facts.id), threshold: facts.threshold,
        secretariat: at.secretariat().length, auditors: at.auditors().length, witnesses: facts.witnesses.length, policy: facts.policy,
        logs: {
          trust: { size: checkpoint.size, root: toHex(checkpoint.root), key: facts.logs.trust, time: checkpoint.time },
          audit: { size: audited.size, root: toHex(audited.root), key: facts.logs.audit, time: time.ok ? time.value.time : null },
        },
        fresh: officer.trust.isFresh(),
      };
    },
    members: async (): Promise<MemberView[]> => {
      const mine = desk.who?.member ?? null;
      // While a long log is replayed: those whose chains were read already.
      const at = new TrustAt((await (await desk.atWork()).officer.trust.toRead(mine === null ? [] : [mine])).state);
      return at.members().map(({ id, authority, admittedAt, liveAt }) => {
        const { standing, epoch } = at.currentEpoch(id);
        const holders = epoch === null ? [] : at.holdersOf(epoch);
        const readers = at.readersOf(id).filter((officer) => holders.includes(officer.id)).length;
        const officers = at.officersOf(id);
        const security = officers.filter(({ id: officer, role }) => role === 'security' && !at.isOfficerSuspended(officer)).length;
        return { id, authority, admittedAt, liveAt, standing, staleness: at.staleness(id), epoch: epoch && factsOf(epoch), readers, officers: officers.length, security, mine: id === mine };
      });
    },
    /** Officers of a member, past ones too, with the cards that the log pins. The hub is asked, and records it, only for cards that are new to this client. */
    officers: async (member: string): Promise<OfficerView[]> => {
      const at = await replay();
      const known = [...(at.member(member)?.officers.values() ?? [])];
      const work = await desk.atWork();
      await cards.learn(work, member, known.map(({ card }) => card), async () => (await work.officer.hub.call(membershipRoutes.officers, { params: { member } })).items);
      const { epoch } = at.currentEpoch(member);
      const holders = epoch === null ? [] : at.holdersOf(epoch);
      return known.map(({ id, role, certificate, card, admittedAt, removedAt }) => ({
        officer: id, role, certificate, card: cards.get(card), admittedAt, serves: removedAt === null, reads: holders.includes(id),
      }));
    },
    /** Of these certificates, those that the log knows as an officer's. */
    signers: async (certificates: readonly string[]): Promise<SignerView[]> => {
      const at = await replay();
      return certificates.flatMap((certificate) => {
        const known = at.officerByCertificate(certificate);
        if (known === null || known.use.kind === 'epoch') return [];
        return [{ certificate, officer: known.officer.id, kind: known.use.kind, member: known.use.kind === 'officer' ? known.use.member : null }];
      });
    },
    /** Twelve words of a hash. */
    phraseOf: (hash: string): readonly string[] => phrase(hash),
    roleOf: async (officer: string): Promise<ServingRole | null> => (await replay()).roleOf(officer),
  };
}

function factsOf({ id, certificate, rotatedAt }: Epoch): EpochFacts {
  return { id, certificate, phrase: phrase(certificate), rotatedAt, made: madeAt(id) };
}

/** When an epoch was made, milliseconds since 1970 by its maker's clock: the time inside its id. */
export function madeAt(epoch: string): number {
  return Number.parseInt(epoch.replace('-', '').slice(0, 12), 16);
}
