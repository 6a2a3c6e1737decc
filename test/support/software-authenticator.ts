// An authenticator in software, with PRF: real keys and real signatures, for suites without a browser (WebAuthn Level 3, sections 6.1, 6.5 and 10.1.4).
import { createHash, createHmac, generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';
import type { Authenticators } from '#client';

interface HeldPasskey {
  readonly id: Buffer;
  readonly rpId: string;
  readonly userHandle: Buffer;
  readonly key: KeyObject;
  readonly prfSecret: Buffer;
  counter: number;
}

export interface AuthenticatorBehaviour {
  /** Origin that the browser around it reports. */
  origin: string;
  /** Whether the user is verified, beyond being present. */
  verifiesUser: boolean;
  /** Whether PRF results come with creation already, or only with assertions. */
  prfAtCreation: boolean;
}

const FLAGS = { present: 0x01, verified: 0x04, attested: 0x40 } as const;
const bytesOf = (source: BufferSource) => (source instanceof ArrayBuffer ? Buffer.from(source) : Buffer.from(source.buffer, source.byteOffset, source.byteLength));
const arrayBuffer = (bytes: Buffer) => new Uint8Array(bytes).buffer;
const sha256 = (data: Buffer | string) => createHash('sha256').update(data).digest();

export class SoftwareAuthenticator implements Authenticators {
  readonly held: HeldPasskey[] = [];
  readonly behaviour: AuthenticatorBehaviour;

  constructor(origin: string) {
    this.behaviour = { origin, verifiesUser: true, prfAtCreation: false };
  }

  async create(options?: CredentialCreationOptions): Promise<Credential> {
    const asked = options!.publicKey!;
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const passkey: HeldPasskey = { id: randomBytes(32), rpId: asked.rp.id!, userHandle: bytesOf(asked.user.id), key: privateKey, prfSecret: randomBytes(32), counter: 0 };
    this.held.push(passkey);
    const { x, y } = publicKey.export({ format: 'jwk' });
    const coseKey = cborMap([[1, 2], [3, -7], [-1, 1], [-2, Buffer.from(x!, 'base64url')], [-3, Buffer.from(y!, 'base64url')]]);
    const length = Buffer.alloc(2);
    length.writeUInt16BE(passkey.id.length);
    const authData = Buffer.concat([this.authenticatorData(passkey, FLAGS.attested), Buffer.alloc(16), length, passkey.id, coseKey]);
    const attestationObject = cborMap([['fmt', 'none'], ['attStmt', Buffer.from([0xa0])], ['authData', authData]], new Set(['attStmt']));
    const response = { clientDataJSON: this.clientData('webauthn.create', asked.challenge), attestationObject: arrayBuffer(attestationObject), getTransports: () => ['internal'] };
    return this.credential(passkey, response, { prf: { enabled: true, ...(this.behaviour.prfAtCreation ? { results: this.prf(passkey, asked.extensions) } : {}) } });
  }

  async get(options?: CredentialRequestOptions): Promise<Credential> {
    const asked = options!.publicKey!;
    const allowed = asked.allowCredentials ?? [];
    const passkey = this.held.find(({ id, rpId }) => rpId === asked.rpId && (allowed.length === 0 || allowed.some((item) => bytesOf(item.id).equals(id))));
    if (!passkey) throw new DOMException('no passkey fits', 'NotAllowedError');
    passkey.counter += 1;
    const authenticatorData = this.authenticatorData(passkey, 0);
    const clientDataJSON = this.clientData('webauthn.get', asked.challenge);
    const signature = sign('sha256', Buffer.concat([authenticatorData, sha256(Buffer.from(clientDataJSON))]), passkey.key);
    const response = { clientDataJSON, authenticatorData: arrayBuffer(authenticatorData), signature: arrayBuffer(signature), userHandle: arrayBuffer(passkey.userHandle) };
    return this.credential(passkey, response, { prf: { results: this.prf(passkey, asked.extensions) } });
  }

  private credential({ id }: HeldPasskey, response: object, results: object): Credential {
    const made = { id: id.toString('base64url'), rawId: arrayBuffer(id), type: 'public-key', authenticatorAttachment: 'platform', response, getClientExtensionResults: () => results };
    return made as unknown as Credential;
  }

  private authenticatorData({ rpId, counter }: HeldPasskey, flags: number): Buffer {
    const tail = Buffer.alloc(5);
    tail[0] = FLAGS.present | (this.behaviour.verifiesUser ? FLAGS.verified : 0) | flags;
    tail.writeUInt32BE(counter, 1);
    return Buffer.concat([sha256(rpId), tail]);
  }

  private clientData(type: string, challenge: BufferSource): ArrayBuffer {
    return arrayBuffer(Buffer.from(JSON.stringify({ type, challenge: bytesOf(challenge).toString('base64url'), origin: this.behaviour.origin, crossOrigin: false })));
  }

  private prf({ prfSecret }: HeldPasskey, extensions: AuthenticationExtensionsClientInputs | undefined): { first: ArrayBuffer } {
    const { first } = (extensions as { prf: { eval: { first: BufferSource } } }).prf.eval;
    const salt = sha256(Buffer.concat([Buffer.from('WebAuthn PRF\0'), bytesOf(first)]));
    return { first: arrayBuffer(createHmac('sha256', prfSecret).update(salt).digest()) };
  }
}

/** CBOR (RFC 8949): major type and length. */
function cborHead(major: number, value: number): Buffer {
  if (value < 24) return Buffer.from([(major << 5) | value]);
  if (value < 256) return Buffer.from([(major << 5) | 24, value]);
  return Buffer.from([(major << 5) | 25, value >> 8, value & 255]);
}

function cbor(value: number | string | Buffer): Buffer {
  if (typeof value === 'number') return value < 0 ? cborHead(1, -1 - value) : cborHead(0, value);
  const bytes = Buffer.from(value);
  return Buffer.concat([cborHead(typeof value === 'string' ? 3 : 2, bytes.length), bytes]);
}

/** Entries in the given order; values of the keys in `encoded` are CBOR already. */
function cborMap(entries: [number | string, number | string | Buffer][], encoded: ReadonlySet<number | string> = new Set()): Buffer {
  return Buffer.concat([cborHead(5, entries.length), ...entries.flatMap(([key, value]) => [cbor(key), encoded.has(key) ? (value as Buffer) : cbor(value)])]);
}
