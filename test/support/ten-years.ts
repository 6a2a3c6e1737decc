// A trust log as ten years of a network would leave it, with real keys and signatures: members admitted over three years, officers who come
// and go, mailboxes renewed every 90 days and after each departure, yearly attestations, a clock that ticks daily.
import { createEpoch, signStatement } from '#openpgp/open';
import { toBase64Url, trustEntryBytes, type Bytes, type Statement, type StatementSignature } from '#protocol';
import { checkpointText, cosignNote, rangeRoot, signedNoteText, signNote, type NoteSigner } from '#transparency-log';
import { assembleEntry, draft, EMPTY_STATE, reduceAll, Signers, TrustAt, verifySignatures, type TrustState } from '#trust';
import { hashOfCertificate, makePerson, someHash, type Person } from './trust-network.ts';

export interface TenYearsPlan {
  /** Where it goes on from: a log with its genesis at least. */
  readonly leaves: readonly Bytes[];
  readonly certificates: ReadonlyMap<string, Uint8Array>;
  /** Statements in the whole. */
  readonly statements: number;
  readonly members: number;
  readonly officers: number;
  /** So many members, the first ones, have epochs that can be sealed to; the others' certificates are hashes of nothing. Default: none. */
  readonly mailboxes?: number;
  /** Signs as k secretariat officers do. */
  readonly secretariat: (statement: Statement) => Promise<StatementSignature[]>;
  readonly log: NoteSigner;
  readonly witnesses: readonly NoteSigner[];
  /** Milliseconds since 1970 of the first day. */
  readonly begin: number;
  readonly progress?: (statements: number) => void;
}

export interface TenYears {
  readonly leaves: Bytes[];
  readonly certificates: ReadonlyMap<string, Uint8Array>;
  /** Members in the order of their admission. */
  readonly members: readonly string[];
}

const DAY_MS = 24 * 3600 * 1000;
const ADMISSION_DAYS = 3 * 365;
const ROTATION_DAYS = 90;
const YEAR_DAYS = 365;

interface GrowingMember {
  readonly id: string;
  readonly admitted: number;
  readonly people: Person[];
  /** Its epochs can be sealed to. */
  readonly sealable: boolean;
}

export async function makeTenYears(plan: TenYearsPlan): Promise<TenYears> {
  const writer = new Writer(plan);
  await writer.begin();
  const members: GrowingMember[] = [];
  for (let day = 0; writer.leaves.length < plan.statements; day++) {
    writer.now = Math.floor(plan.begin / 1000) * 1000 + day * DAY_MS; // cosignatures count whole seconds
    await writer.tick();
    while (members.length < plan.members && members.length * ADMISSION_DAYS <= day * plan.members) members.push(await admitMember(writer, plan.officers, { day, sealable: members.length < (plan.mailboxes ?? 0) }));
    for (const member of members) {
      if (writer.leaves.length >= plan.statements) break;
      await liveOneDay(writer, member, day - member.admitted);
    }
  }
  return { leaves: writer.leaves.slice(0, plan.statements), certificates: writer.certificates, members: members.map(({ id }) => id) };
}

async function admitMember(writer: Writer, officers: number, { day, sealable }: { day: number; sealable: boolean }): Promise<GrowingMember> {
  const people = await Promise.all(Array.from({ length: officers }, () => makePerson()));
  writer.know(people);
  const [first, second, ...others] = people as [Person, Person, ...Person[]];
  const id = crypto.randomUUID();
  const statement = draft.memberAdmit(writer, id, crypto.randomUUID(), [first.key, second.key]);
  await writer.append(statement, [first, second], await writer.plan.secretariat(statement));
  for (const person of others) await writer.append(draft.officerAdmit(writer, id, person.key, 'officer'), [first, second, person]);
  const member = { id, admitted: day, people, sealable };
  await renew(writer, member);
  return member;
}

async function liveOneDay(writer: Writer, member: GrowingMember, age: number): Promise<void> {
  const { id, people } = member;
  if (age === 0) return;
  const [first, second] = people as [Person, Person];
  if (age % ROTATION_DAYS === 0) await renew(writer, member);
  for (const [i, person] of people.entries()) {
    if (age % YEAR_DAYS === 30 + i * 3) await writer.append(draft.officerAttest(writer, id, person.officer), [person === first ? second : first]);
  }
  if (age % YEAR_DAYS !== 200 || people.length < 4) return;
  const [leaving] = people.splice(2, 1) as [Person];
  await writer.append(draft.officerRemove(writer, id, leaving.officer), [first, second]);
  await renew(writer, member);
  const newcomer = await makePerson();
  writer.know([newcomer]);
  people.push(newcomer);
  await writer.append(draft.officerAdmit(writer, id, newcomer.key, 'officer'), [first, second, newcomer]);
  const { epoch } = new TrustAt(writer.state).currentEpoch(id);
  await writer.append(draft.epochGrant(writer, id, epoch!.id, newcomer.officer, someHash()), [second]);
}

async function renew(writer: Writer, { id: member, people, sealable }: GrowingMember): Promise<void> {
  const readers = new TrustAt(writer.state).readersOf(member);
  const epoch = crypto.randomUUID();
  const certificate = sealable ? await writer.keep((await createEpoch(epoch)).certificate) : someHash();
  await writer.append(draft.epochRotate(writer, member, epoch, certificate, readers.map((reader) => ({ officer: reader.id, package: someHash() }))), [people[0]!]);
  await writer.append(draft.epochConfirm(writer, member, epoch), [people[1]!]);
}

/** Appends by the rules, each entry verified as it comes. */
class Writer {
  readonly leaves: Bytes[];
  readonly certificates: Map<string, Uint8Array>;
  readonly #signers = new Signers((hash) => this.certificates.get(hash));
  state: TrustState = EMPTY_STATE;
  now = 0;

  readonly plan: TenYearsPlan;

  constructor(plan: TenYearsPlan) {
    this.plan = plan;
    this.leaves = [...plan.leaves];
    this.certificates = new Map(plan.certificates);
  }

  async begin(): Promise<void> {
    await this.#take(this.leaves);
  }

  know(people: readonly Person[]): void {
    for (const { key, certificate } of people) this.certificates.set(key.certificate, certificate);
  }

  /** Answers its hash. */
  async keep(certificate: Bytes): Promise<string> {
    const hash = await hashOfCertificate(certificate);
    this.certificates.set(hash, certificate);
    return hash;
  }

  async append(statement: Statement, signers: readonly Person[], more: readonly StatementSignature[] = []): Promise<void> {
    const own = await Promise.all(signers.map(async ({ key, secretKey }) => ({ certificate: key.certificate, signature: toBase64Url(await signStatement(secretKey, statement)) })));
    const leaf = trustEntryBytes(assembleEntry(statement, [...own, ...more]));
    await this.#take([leaf]);
    this.leaves.push(leaf);
    if (this.leaves.length % 1000 === 0) this.plan.progress?.(this.leaves.length);
  }

  async tick(): Promise<void> {
    const { log, witnesses } = this.plan;
    let note = await cosignNote(await signNote(checkpointText({ origin: log.key.name, size: this.leaves.length, root: rangeRoot(this.state.tree.range), extensions: [] }), log), log, this.now);
    for (const witness of witnesses) note = await cosignNote(note, witness, this.now);
    await this.append(draft.logTime(this, signedNoteText(note), this.now), []);
  }

  async #take(leaves: readonly Bytes[]): Promise<void> {
    const { state, refusal } = reduceAll(this.state, await verifySignatures(leaves, { signers: this.#signers, keys: this.state.network }), null);
    if (refusal !== null) throw new Error(`refused at ${refusal.index}: ${refusal.code} ${refusal.detail ?? ''}`);
    this.state = state;
  }
}
