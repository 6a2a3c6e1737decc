// A network in memory with real keys, statements, epochs, sealed messages and both logs, and one reader. What a hub would have to work with.
import { createHash } from 'node:crypto';
import { createKeyring, newThread, readRecoveryCode, writeRecoveryCode, type Keyring, type ThreadPlace } from '#client';
import { createEpoch, sealMessage, sealPackage, type SealedMessage } from '#openpgp/open';
import {
  auditContextBytes, auditEntryBytes, canonicalBytes, DEFAULT_LABELS, toBase64Url, toHex, uuidV7, type AuditContext, type AuditEntry, type Bytes, type MessageHeader, type MessageSummary,
} from '#protocol';
import { checkpointText, cosignNote, makeVkey, signedNoteText, signNote, trustExtension, vkeyText, type NoteSigner } from '#transparency-log';
import { draft, treeHeadOf } from '#trust';
import { wrapVault } from '../../libs/client/src/vault.ts';
import { MemoryTree } from './memory-tree.ts';
import { hashOfCertificate, makeNoteSigner, makePeople, TrustNetwork, type Person } from './trust-network.ts';

export interface WorldMember {
  readonly id: string;
  readonly officers: readonly [Person, Person];
  readonly epoch: { readonly id: string; readonly certificate: Bytes; readonly hash: string; readonly packages: ReadonlyMap<string, { sealed: Bytes; hash: string }> };
}

/** A message as the hub stores it. */
export interface WorldMessage {
  readonly summary: MessageSummary;
  readonly header: MessageHeader;
  readonly headerHash: string;
  readonly sealed: SealedMessage;
  readonly packets: { member: string; epoch: string; packet: Bytes }[];
  readonly audit: string;
  readonly entry: AuditEntry;
  readonly index: number;
}

const sha256 = (bytes: Uint8Array): Bytes => new Uint8Array(createHash('sha256').update(bytes).digest());
export const TEXT = { subject: 'A question', text: 'Ordinary words for a test.' };

export class SealedWorld {
  readonly tree = new MemoryTree();
  /** Audit checkpoints by size, as signed notes. */
  readonly checkpoints = new Map<number, string>();
  readonly messages: WorldMessage[] = [];
  /** Of every act here. */
  readonly context: AuditContext = { session: null, address: null, correlation: crypto.randomUUID(), salt: toBase64Url(crypto.getRandomValues(new Uint8Array(32))) };
  readonly network: TrustNetwork;
  readonly audit: NoteSigner;
  readonly members: readonly [WorldMember, WorldMember, WorldMember];

  private constructor(network: TrustNetwork, audit: NoteSigner, members: readonly [WorldMember, WorldMember, WorldMember]) {
    this.network = network;
    this.audit = audit;
    this.members = members;
  }

  /** Three members, each with two security officers and a confirmed epoch. Messages are exchanged by the first two. */
  static async make(): Promise<SealedWorld> {
    const { network, genesis } = await TrustNetwork.prepare();
    network.now = Date.now();
    const audit = await makeNoteSigner('network.test/audit');
    const logs = { ...genesis.body.logs, audit: vkeyText(makeVkey(audit.key.name, audit.key.publicKey)) };
    await network.append({ ...genesis, body: { ...genesis.body, logs } }, network.secretariat);
    const members = [await admit(network), await admit(network), await admit(network)] as const;
    return new SealedWorld(network, audit, members);
  }

  get id(): string {
    return this.network.state.network!.id;
  }

  header(sender: WorldMember, place: ThreadPlace, change: Partial<MessageHeader> = {}): MessageHeader {
    const [officer] = sender.officers;
    const { size, root } = treeHeadOf(this.network.state);
    const recipients = this.members
      .filter(({ id }) => place.members.includes(id))
      .map(({ id, epoch }) => ({ member: id, epoch: epoch.id, certificate: epoch.hash }))
      .toSorted((a, b) => (a.member < b.member ? -1 : 1));
    return {
      version: 1, network: this.id, message: uuidV7(), thread: place.thread, parents: [...place.parents], sequence: place.sequence, device: officer.officer,
      sender: { member: sender.id, officer: officer.officer, certificate: officer.key.certificate },
      recipients, kind: 'message', labels: DEFAULT_LABELS, created: new Date().toISOString(), language: 'en', trust: { size, root: toHex(root) }, attachments: [], ...change,
    };
  }

  seal(header: MessageHeader, signer: Person): Promise<SealedMessage> {
    const certificates = header.recipients.flatMap((one) => ('certificate' in one ? [this.members.find(({ epoch }) => epoch.hash === one.certificate)!.epoch.certificate] : []));
    return sealMessage({ header, content: canonicalBytes(TEXT), secretKey: signer.secretKey, recipientCertificates: certificates });
  }

  /** As the hub does when it accepts: an audit entry, its leaf, a checkpoint. `told`: what the entry says where that is not the truth. */
  async accept(header: MessageHeader, sealed: SealedMessage, told: Partial<AuditEntry['details']> = {}): Promise<WorldMessage> {
    const byHash = new Map(sealed.keyPackets.map(({ certificate, bytes }) => [certificate, bytes]));
    const packets = header.recipients.flatMap((one) => ('epoch' in one ? [{ member: one.member, epoch: one.epoch, packet: byHash.get(one.certificate)! }] : []));
    const recipients = packets.map(({ member, epoch }) => ({ member, epoch }));
    const { sender, thread, message } = header;
    const time = new Date().toISOString();
    const entry: AuditEntry = {
      version: 1, time, action: 'message.send', actor: { officer: sender.officer, member: sender.member }, object: { kind: 'message', id: message }, outcome: 'done', reason: null,
      details: { thread, certificate: sender.certificate, commitment: sealed.commitment, body: toHex(sha256(sealed.body)), bytes: sealed.body.length, recipients, ...told },
      context: toHex(sha256(auditContextBytes(this.context))), salt: toBase64Url(crypto.getRandomValues(new Uint8Array(32))),
    };
    const index = this.tree.append(sha256(auditEntryBytes(entry)));
    await this.checkpoint();
    const position = this.messages.filter((one) => one.summary.thread === thread).length + 1;
    const pending = header.recipients.flatMap((one) => ('pending' in one ? [one.member] : []));
    const summary = { id: message, thread, position, sender, accepted: time, bytes: sealed.body.length, recipients, pending, attachments: header.attachments.map(({ id }) => id), readable: true };
    const accepted = { summary, header, headerHash: sealed.headerHash, sealed, packets, audit: crypto.randomUUID(), entry, index };
    this.messages.push(accepted);
    return accepted;
  }

  /** From the first member's first officer to the second member, honest in every way. */
  async send(place: ThreadPlace, change: Partial<MessageHeader> = {}): Promise<WorldMessage> {
    const header = this.header(this.members[0], place, change);
    return this.accept(header, await this.seal(header, this.members[0].officers[0]));
  }

  newPlace(): ThreadPlace {
    return newThread(this.members[0].id, [this.members[1].id]);
  }

  /** Signs and keeps a checkpoint of the audit log as it is, quoting the trust log as it is (or as told). */
  async checkpoint(trust = treeHeadOf(this.network.state), head = this.tree.head): Promise<string> {
    const text = checkpointText({ origin: this.audit.key.name, ...head, extensions: [trustExtension(trust)] });
    const note = signedNoteText(await cosignNote(await signNote(text, this.audit), this.audit, Date.now()));
    this.checkpoints.set(head.size, note);
    return note;
  }

  /** An officer's keyring, unlocked, holding the member's epoch. */
  async keyringOf(member: WorldMember, person: Person = member.officers[0]): Promise<Keyring> {
    const keyring = createKeyring();
    const prf = crypto.getRandomValues(new Uint8Array(32));
    const code = writeRecoveryCode(crypto.getRandomValues(new Uint8Array(16)));
    const secrets = { secretKey: person.secretKey.slice(), indexKey: crypto.getRandomValues(new Uint8Array(32)) };
    const place = { network: this.id, officer: person.officer, credential: crypto.randomUUID(), version: 1 };
    const vault = await wrapVault(secrets, { kind: 'passkey', secret: prf }, readRecoveryCode(code)!, place);
    const { id: epoch, certificate, packages } = member.epoch;
    const own = packages.get(person.officer)!;
    const open = (await keyring.unlock(vault, { kind: 'passkey', prf }, code, person.officer)) && (await keyring.openPackage({ network: this.id, epoch, officer: person.officer, certificate, ...own }));
    if (!open) throw new Error('the keyring did not open');
    return keyring;
  }
}

async function admit(network: TrustNetwork): Promise<WorldMember> {
  const officers = (await makePeople(2)) as [Person, Person];
  const id = await network.admitMember(officers);
  return { id, officers, epoch: await rotate(network, id, officers) };
}

/** A rotation with packages that open, confirmed by the second officer. */
export async function rotate(network: TrustNetwork, member: string, officers: readonly [Person, Person]): Promise<WorldMember['epoch']> {
  const id = uuidV7();
  const { certificate, epochSecret } = await createEpoch(id);
  const packages = new Map<string, { sealed: Bytes; hash: string }>();
  for (const { officer, certificate: officerCertificate } of officers) {
    packages.set(officer, await sealPackage({ network: network.state.network!.id, epoch: id, officer, epochCertificate: certificate, epochSecret, officerCertificate }));
  }
  const hash = await hashOfCertificate(certificate);
  await network.append(draft.epochRotate(network.context, member, id, hash, [...packages].map(([officer, one]) => ({ officer, package: one.hash }))), [officers[0]]);
  await network.append(draft.epochConfirm(network.context, member, id), [officers[1]]);
  network.certificates.set(hash, certificate);
  return { id, certificate, hash, packages };
}
