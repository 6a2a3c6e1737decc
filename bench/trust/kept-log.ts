// A generated log kept in a temporary folder: signing 80,000 statements takes minutes, replaying them is what is measured.
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sha256 } from '@noble/hashes/sha2.js';
import { signStatement } from '#openpgp/open';
import { fromUtf8, packLeaves, readTrustEntry, toBase64Url, toHex, trustEntryBytes, unpackLeaves, utf8, type Bytes } from '#protocol';
import { checkpointText, cosignatureVkey, cosignNote, makeVkey, signedNoteText, signNote, treeRoot, vkeyText, type NoteSigner } from '#transparency-log';
import { assembleEntry, draft } from '#trust';
import { makePeople } from '../../test/support/trust-network.ts';
import { makeTenYears, type TenYears } from '../../test/support/ten-years.ts';

/** Members, and officers of each at a time. */
const SHAPE = { members: 500, officers: 8 };
const NOTE_KEYS = ['ten-years.test/trust', 'ten-years.test/audit', 'a.test', 'b.test', 'c.test'];

export interface KeptLog extends TenYears {
  /** SHA-256 of genesis. */
  readonly network: string;
  /** Of the first so many leaves, cosigned by all witnesses now. */
  checkpoint(size: number): Promise<string>;
}

export async function tenYears(statements: number): Promise<KeptLog> {
  const folder = join(tmpdir(), 'globe-bench-trust');
  const path = join(folder, `log-${statements}.bin`);
  const kept = await readFile(path).catch(() => null);
  if (kept === null) {
    console.error(`making ${statements} statements with real signatures; kept in ${folder}`);
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await writeFile(`${path}.part`, await make(statements));
    await rename(`${path}.part`, path);
  }
  return unpack(new Uint8Array(kept ?? (await readFile(path))));
}

async function make(statements: number): Promise<Bytes> {
  const secretariat = await makePeople(3);
  const keys = await Promise.all(NOTE_KEYS.map(() => crypto.subtle.generateKey('Ed25519', true, ['sign', 'verify']) as Promise<CryptoKeyPair>));
  const secrets = await Promise.all(keys.map(async ({ privateKey }) => new Uint8Array(await crypto.subtle.exportKey('pkcs8', privateKey))));
  const publics = await Promise.all(keys.map(async ({ publicKey }) => new Uint8Array(await crypto.subtle.exportKey('raw', publicKey))));
  const [log, audit, ...witnesses] = await Promise.all(secrets.map((secret, i) => noteSigner(NOTE_KEYS[i]!, secret, publics[i]!)));
  const begin = Date.now() - 10 * 365 * 24 * 3600 * 1000;
  const genesis = draft.genesis(begin, {
    name: 'Ten years', demonstration: false, threshold: 2, policy: 2, secretariat: secretariat.map(({ key }) => key),
    logs: { trust: vkeyText(log!.key), audit: vkeyText(audit!.key) }, witnesses: witnesses.map(({ key }) => vkeyText(cosignatureVkey(key))),
  });
  const sign = (signers: typeof secretariat, statement: Parameters<typeof signStatement>[1]) =>
    Promise.all(signers.map(async ({ key, secretKey }) => ({ certificate: key.certificate, signature: toBase64Url(await signStatement(secretKey, statement)) })));
  const made = await makeTenYears({
    ...SHAPE, statements, begin, log: log!, witnesses,
    leaves: [trustEntryBytes(assembleEntry(genesis, await sign(secretariat, genesis)))],
    certificates: new Map(secretariat.map(({ key, certificate }) => [key.certificate, certificate])),
    secretariat: (statement) => sign(secretariat.slice(0, 2), statement),
    progress: (done) => process.stderr.write(`\r${done}`),
  });
  const notes = secrets.flatMap((secret, i) => [secret, publics[i]!]);
  return packLeaves([packLeaves(made.leaves), packLeaves([...made.certificates.values()]), utf8(JSON.stringify(made.members)), packLeaves(notes)]);
}

async function noteSigner(name: string, secret: Bytes, publicKey: Bytes): Promise<NoteSigner> {
  const key = await crypto.subtle.importKey('pkcs8', secret, 'Ed25519', false, ['sign']);
  return { key: makeVkey(name, publicKey), sign: async (bytes) => new Uint8Array(await crypto.subtle.sign('Ed25519', key, bytes)) };
}

async function unpack(bytes: Bytes): Promise<KeptLog> {
  const [packed, certificates, members, notes] = unpackLeaves(bytes) as [Bytes, Bytes, Bytes, Bytes];
  const leaves = unpackLeaves(packed);
  const keys = unpackLeaves(notes);
  const [log, , ...witnesses] = await Promise.all(NOTE_KEYS.map((name, i) => noteSigner(name, keys[2 * i]!, keys[2 * i + 1]!)));
  const byHash = unpackLeaves(certificates).map((certificate) => [toHex(sha256(certificate)), certificate] as const);
  return {
    leaves, certificates: new Map(byHash), members: JSON.parse(fromUtf8(members)) as string[],
    network: toHex(sha256(readTrustEntry(leaves[0]!).statementBytes)),
    checkpoint: async (size) => {
      let note = await cosignNote(await signNote(checkpointText({ origin: log!.key.name, size, root: treeRoot(leaves.slice(0, size)), extensions: [] }), log!), log!, Date.now());
      for (const witness of witnesses) note = await cosignNote(note, witness, Date.now());
      return signedNoteText(note);
    },
  };
}
