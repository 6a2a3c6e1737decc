// A state as JSON, to be cached between sessions. The cache is believed as it is (its facts are not signed again), so it belongs
// where the user's secrets are: encrypted by the vault, or in the server's memory. Its root must still lead to a verified checkpoint (follow).
import { z } from 'zod';
import { Hash, OfficerKey, OfficerRole, toBase64Url, fromBase64Url, Uuid, VerifierKey } from '#protocol';
import { restoreRange, serialiseRange, type CompactRange } from '#transparency-log';
import { PersistentMap } from './persistent-map.ts';
import { isTimed } from './ripen.ts';
import { withCertificate, withId, type CertificateUse, type IdUse, type TrustState } from './state.ts';
import { linkPast, pastOf } from './tree-past.ts';

/** Raised with the form; a cache of another version is thrown away and replayed. */
const VERSION = 4;

const position = z.int().min(0);
const spells = z.array(
  z.strictObject({ from: position, by: Uuid, lasts: z.int().nullable(), due: z.int().nullable(), until: position.nullable(), lapsed: z.boolean() }),
);
const terms = z.strictObject({ certificate: Hash, certificateSince: position, card: Hash, role: OfficerRole.nullable(), ends: z.int().nullable() });
const officer = terms.extend({
  id: Uuid, admittedAt: position, removedAt: position.nullable(), compromisedSince: position.nullable(),
  terms: z.array(terms.extend({ until: position, compromisedSince: position.nullable() })),
  suspensions: spells,
  attested: z.array(z.strictObject({ at: position, time: z.int().nullable() })),
});
const waiting = z.strictObject({
  statement: Hash, subject: Uuid, at: position, due: z.int().nullable(), endedAt: position.nullable(), end: z.enum(['effect', 'veto', 'void']).nullable(),
});
const wait = z.discriminatedUnion('act', [
  waiting.extend({ act: z.literal('rekey'), key: OfficerKey, compromisedSince: position.nullable() }),
  waiting.extend({ act: z.literal('reseat'), lost: z.array(Uuid), securityOfficers: z.array(OfficerKey) }),
]);
const facts = z.strictObject({
  id: Hash, name: z.string(), demonstration: z.boolean(), threshold: z.int(), policy: z.int(),
  logs: z.strictObject({ trust: VerifierKey, audit: VerifierKey }), witnesses: z.array(VerifierKey),
});
const release = z.strictObject({ version: z.string(), files: z.array(z.strictObject({ name: z.string(), hash: Hash })), at: position });
const device = z.strictObject({ id: Uuid, device: Hash, certificate: Hash, at: position });
const auditor = officer.extend({ scope: z.array(Uuid).nullable() });
const epoch = z.strictObject({
  id: Uuid, certificate: Hash, previous: Uuid.nullable(), rotatedAt: position, rotatedBy: Uuid,
  packages: z.array(z.tuple([Uuid, z.strictObject({ package: Hash, at: position })])),
  confirmedAt: position.nullable(), confirmedBy: Uuid.nullable(), confirmedTime: z.int().nullable(), voidAt: position.nullable(), supersededAt: position.nullable(), staleAt: position.nullable(), staleTime: z.int().nullable(),
});
const member = z.strictObject({
  id: Uuid, authority: Uuid, admittedAt: position, officers: z.array(officer), epochs: z.array(epoch),
  current: Uuid.nullable(), pending: Uuid.nullable(), confirmed: z.array(Uuid),
  liveAt: position.nullable(), suspensions: spells, freezes: spells, waits: z.array(wait),
});
const cached = z.strictObject({
  version: z.literal(VERSION),
  /** Oldest first; base64url. */
  tree: z.array(z.string()).min(1),
  network: facts.nullable(),
  networkPast: z.array(z.strictObject({ until: position, facts })),
  releases: z.array(release),
  devices: z.array(z.tuple([Uuid, z.array(device)])),
  heads: z.array(z.tuple([z.string(), z.strictObject({ hash: Hash, at: position })])),
  secretariat: z.array(officer),
  auditors: z.array(auditor),
  members: z.array(member),
  clock: z.strictObject({ time: z.int(), at: position, size: position }).nullable(),
});

export function stateToJson(state: TrustState): string {
  const form = {
    version: VERSION,
    tree: [...pastOf(state.tree)].toReversed().map((range) => toBase64Url(serialiseRange(range))),
    network: state.network,
    networkPast: state.networkPast,
    releases: state.releases,
    devices: [...state.devices.entries()],
    heads: [...state.heads.entries()],
    secretariat: [...state.secretariat.values()],
    auditors: [...state.auditors.values()],
    members: [...state.members.values()].map((item) => ({
      ...item,
      officers: [...item.officers.values()],
      epochs: [...item.epochs.values()].map((one) => ({ ...one, packages: [...one.packages.entries()] })),
    })),
    clock: state.clock,
  } satisfies Readable<z.input<typeof cached>>;
  return JSON.stringify(form);
}

/** null when it is not what this version wrote: replay from the beginning instead. */
export function stateFromJson(text: string): TrustState | null {
  const read = cached.safeParse(jsonOf(text));
  const ranges = read.success ? rangesOf(read.data.tree) : null;
  if (!read.success || ranges === null) return null;
  const form = read.data;
  const members = form.members.map((item) => ({
    ...item,
    officers: byId(item.officers),
    epochs: byId(item.epochs.map((one) => ({ ...one, packages: PersistentMap.from(one.packages) }))),
  }));
  const state: TrustState = {
    tree: linkPast(ranges),
    network: form.network,
    networkPast: form.networkPast,
    releases: form.releases,
    devices: PersistentMap.from(form.devices),
    timed: members.filter(isTimed).map(({ id }) => id),
    heads: PersistentMap.from(form.heads),
    secretariat: byId(form.secretariat),
    auditors: byId(form.auditors),
    members: byId(members),
    authorities: PersistentMap.from(form.members.map(({ authority, id }) => [authority, id] as const)),
    certificates: PersistentMap.empty(),
    ids: PersistentMap.empty(),
    clock: form.clock,
  };
  return withUses(state, form);
}

type Use = readonly [id: string, names: IdUse, certificate: string | null, serves: CertificateUse | null];

/** What certificates and ids serve follows from the rest. */
function withUses(state: TrustState, form: z.output<typeof cached>): TrustState {
  const uses: Use[] = [
    ...form.secretariat.map(({ id, certificate }): Use => [id, { names: 'secretariat' }, certificate, { kind: 'secretariat', officer: id }]),
    ...form.auditors.map(({ id, certificate }): Use => [id, { names: 'auditor' }, certificate, { kind: 'auditor', officer: id }]),
    ...form.devices.flatMap(([, devices]) => devices.map(({ id }): Use => [id, { names: 'device' }, null, null])),
    ...form.members.flatMap(({ id: roster, officers, epochs, waits }): Use[] => [
      [roster, { names: 'member' }, null, null],
      ...[...officers.flatMap(keysOfOfficer), ...waits.flatMap(keysOfWait)].map(
        ([id, certificate]): Use => [id, { names: 'officer', member: roster }, certificate, { kind: 'officer', officer: id, member: roster }],
      ),
      ...epochs.map(({ id, certificate }): Use => [id, { names: 'epoch', member: roster }, certificate, { kind: 'epoch', epoch: id, member: roster }]),
    ]),
  ];
  let next = state;
  for (const [id, names, certificate, serves] of uses) {
    next = withId(next, id, names);
    if (certificate !== null && serves !== null) next = withCertificate(next, certificate, serves);
  }
  return next;
}

type Readable<T> = T extends (infer I)[] ? readonly Readable<I>[] : T extends object ? { readonly [K in keyof T]: Readable<T[K]> } : T;
type Named = readonly [officer: string, certificate: string];

const keysOfOfficer = ({ id, certificate, terms: past }: z.output<typeof officer>): Named[] => [certificate, ...past.map((one) => one.certificate)].map((hash) => [id, hash]);

const keysOfWait = (one: z.output<typeof wait>): Named[] => (one.act === 'rekey' ? [one.key] : one.securityOfficers).map((key) => [key.officer, key.certificate]);

function byId<T extends { id: string }>(items: readonly T[]): PersistentMap<T> {
  return PersistentMap.from(items.map((item) => [item.id, item] as const));
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function rangesOf(texts: readonly string[]): CompactRange[] | null {
  try {
    const ranges = texts.map((item) => restoreRange(fromBase64Url(item)));
    return ranges.every((range, i) => i === 0 || range.size === ranges[i - 1]!.size + 1) ? ranges : null;
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}
