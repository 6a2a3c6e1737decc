// A network with real keys, for tests: people with certificates, a log key, witnesses, and a trust log that only grows by replay.
import { createCertificate, createEpoch, signStatement } from '#openpgp/open';
import { readCertificate } from '#openpgp';
import { toBase64Url, trustEntryBytes, type Bytes, type OfficerKey, type Statement, type StatementOf } from '#protocol';
import { checkpointText, cosignatureVkey, cosignNote, makeVkey, rangeRoot, signedNoteText, signNote, vkeyText, type NoteSigner } from '#transparency-log';
import { assembleEntry, draft, EMPTY_STATE, replay, Signers, TrustAt, type Refusal, type RefusalCode, type TrustState } from '#trust';

export interface Person {
  readonly officer: string;
  readonly key: OfficerKey;
  readonly certificate: Bytes;
  readonly secretKey: Bytes;
}

/** SHA-256 in hexadecimal of any bytes, standing for a card or a sealed package that a test does not look into. */
export function someHash(): string {
  return Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString('hex');
}

export async function hashOfCertificate(certificate: Bytes): Promise<string> {
  const read = await readCertificate(certificate);
  if (!read.ok) throw new Error(read.reason);
  return read.certificate.hash;
}

export async function makePerson(card = someHash(), officer: string = crypto.randomUUID()): Promise<Person> {
  const { certificate, secretKey } = await createCertificate(officer);
  return { officer, certificate, secretKey, key: { officer, certificate: await hashOfCertificate(certificate), card } };
}

export const makePeople = (count: number) => Promise.all(Array.from({ length: count }, () => makePerson()));

/** An Ed25519 key that signs notes under this name. */
export async function makeNoteSigner(name: string): Promise<NoteSigner> {
  const pair = (await crypto.subtle.generateKey('Ed25519', true, ['sign', 'verify'])) as { privateKey: never; publicKey: never };
  const publicKey = new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey));
  return { key: makeVkey(name, publicKey), sign: async (bytes) => new Uint8Array(await crypto.subtle.sign('Ed25519', pair.privateKey, bytes)) };
}

export interface NetworkShape {
  readonly secretariat?: number;
  readonly threshold?: number;
  readonly demonstration?: boolean;
  readonly witnesses?: number;
  readonly policy?: number;
}

export class TrustNetwork {
  readonly certificates = new Map<string, Uint8Array>();
  readonly signers = new Signers((hash) => this.certificates.get(hash));
  readonly secretariat: readonly Person[];
  readonly log: NoteSigner;
  readonly witnesses: readonly NoteSigner[];
  leaves: Bytes[] = [];
  state: TrustState = EMPTY_STATE;
  /** Milliseconds since 1970; moved by tests. */
  now = Date.parse('2026-03-01T08:00:00.000Z');

  private constructor(secretariat: readonly Person[], log: NoteSigner, witnesses: readonly NoteSigner[]) {
    this.secretariat = secretariat;
    this.log = log;
    this.witnesses = witnesses;
    this.know(...secretariat);
  }

  /** With a genesis drafted, nothing appended. */
  static async prepare({ secretariat = 3, threshold = 2, demonstration = false, witnesses = 0, policy = 0 }: NetworkShape = {}): Promise<{ network: TrustNetwork; genesis: StatementOf<'network.genesis'> }> {
    const log = await makeNoteSigner('network.test/trust');
    const audit = await makeNoteSigner('network.test/audit');
    const watchers = await Promise.all(Array.from({ length: witnesses }, (_, i) => makeNoteSigner(`witness-${i}.test`)));
    const network = new TrustNetwork(await makePeople(secretariat), log, watchers);
    const genesis = draft.genesis(network.now, {
      name: 'Network for tests', demonstration, threshold, policy,
      secretariat: network.secretariat.map(({ key }) => key),
      logs: { trust: vkeyText(log.key), audit: vkeyText(audit.key) },
      witnesses: watchers.map(({ key }) => vkeyText(cosignatureVkey(key))),
    });
    return { network, genesis };
  }

  static async begin(shape: NetworkShape = {}): Promise<TrustNetwork> {
    const { network, genesis } = await TrustNetwork.prepare(shape);
    await network.append(genesis, network.secretariat);
    return network;
  }

  get context() {
    return { state: this.state, now: this.now };
  }

  /** Makes certificates available to the replay. */
  know(...people: readonly Person[]): void {
    for (const { key, certificate } of people) this.certificates.set(key.certificate, certificate);
  }

  async leaf(statement: Statement, signers: readonly Person[]): Promise<Bytes> {
    this.know(...signers);
    const signatures = await Promise.all(signers.map(async ({ key, secretKey }) => ({ certificate: key.certificate, signature: toBase64Url(await signStatement(secretKey, statement)) })));
    return trustEntryBytes(assembleEntry(statement, signatures));
  }

  /** Offers a leaf and takes it if it counts. */
  async offer(leaf: Bytes): Promise<Refusal | null> {
    const { state, refusal } = await replay(this.state, [leaf], { signers: this.signers, network: null });
    if (refusal !== null) return refusal;
    this.state = state;
    this.leaves.push(leaf);
    return null;
  }

  /** Throws if refused: for building what a test starts from. */
  async append(statement: Statement, signers: readonly Person[]): Promise<void> {
    const refusal = await this.offer(await this.leaf(statement, signers));
    if (refusal !== null) throw new Error(`${statement.kind}: ${refusal.code} ${refusal.detail ?? ''}`);
  }

  /** Same log so far, its own way from here on. */
  fork(): TrustNetwork {
    const copy = new TrustNetwork(this.secretariat, this.log, this.witnesses);
    for (const [hash, bytes] of this.certificates) copy.certificates.set(hash, bytes);
    return Object.assign(copy, { leaves: [...this.leaves], state: this.state, now: this.now });
  }

  /** A checkpoint of the log as it is, signed at `now`, cosigned by the log key and these witnesses. */
  async checkpoint(witnesses: readonly NoteSigner[] = this.witnesses, head = { size: this.leaves.length, root: rangeRoot(this.state.tree.range) }): Promise<string> {
    let note = await cosignNote(await signNote(checkpointText({ origin: this.log.key.name, ...head, extensions: [] }), this.log), this.log, this.now);
    for (const witness of witnesses) note = await cosignNote(note, witness, this.now);
    return signedNoteText(note);
  }

  /** Lets the log's clock show `now`. */
  async tick(): Promise<void> {
    await this.append(draft.logTime(this.context, await this.checkpoint(), this.now), []);
  }

  /** The log shows what it holds, and after this many milliseconds again. */
  async wait(milliseconds: number): Promise<void> {
    await this.tick();
    this.now += milliseconds;
    await this.tick();
  }

  /** What it says to a statement with these signatures; takes it if it counts. */
  async verdict(statement: Statement, signers: readonly Person[]): Promise<RefusalCode | 'taken'> {
    return (await this.offer(await this.leaf(statement, signers)))?.code ?? 'taken';
  }

  async admitMember(securityOfficers: readonly Person[], member: string = crypto.randomUUID()): Promise<string> {
    const statement = draft.memberAdmit(this.context, member, crypto.randomUUID(), securityOfficers.map(({ key }) => key));
    await this.append(statement, [...this.secretariat.slice(0, this.state.network!.threshold), ...securityOfficers]);
    return member;
  }

  /** A rotation with a new certificate, sealed to whom the state says. */
  async rotation(member: string, epoch: string = crypto.randomUUID()): Promise<StatementOf<'epoch.rotate'>> {
    const readers = new TrustAt(this.state).readersOf(member);
    const { certificate } = await createEpoch(crypto.randomUUID());
    return draft.epochRotate(this.context, member, epoch, await hashOfCertificate(certificate), readers.map(({ id }) => ({ officer: id, package: someHash() })));
  }

  async rotateAndConfirm(member: string, rotator: Person, confirmer: Person): Promise<string> {
    const rotation = await this.rotation(member);
    await this.append(rotation, [rotator]);
    await this.append(draft.epochConfirm(this.context, member, rotation.subject), [confirmer]);
    return rotation.subject;
  }
}
