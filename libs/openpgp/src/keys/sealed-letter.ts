// Letters: a text sealed to several officers by somebody who need not be one, and so unsigned. What it is for is bound inside, and its
// size says little. One re-wrapping of its session key opens it to one officer more (keyring: rewrap).
import { canonicalBytes, concat, equalBytes, Problem, type Bytes, type Json } from '#protocol';
import { padme, padmeSizes } from '../attachment/part-sizes.ts';
import { decryptData, encryptData } from '../message/data-cipher.ts';
import { frame, readFrame } from '../message/frame.ts';
import { readPackets, TAG } from '../packets/framing.ts';
import { literalPacket, readLiteral } from '../packets/literal.ts';
import { paddedSize, paddingPacket } from '../packets/padding.ts';
import { randomBytes } from '../random.ts';
import { asVerdict, demand, type Refused } from '../refusal.ts';
import { parseBody, parseKeyPackets, readSealedMessage } from '../sealed-message.ts';
import { SESSION_KEY_SIZE, type DecryptionSecret } from './decryption-secret.ts';
import { certificateFrom } from './known-certificates.ts';
import { wrapFor, type KeyPacketFor } from './wrap.ts';

export interface LetterBinding {
  /** Network id, hexadecimal. */
  readonly network: string;
  /** The letter's own id. */
  readonly letter: string;
  /** What it belongs to, such as an application. */
  readonly about: string;
}

export interface LetterToSeal extends LetterBinding {
  readonly content: Bytes;
  readonly certificates: readonly Uint8Array[];
}

/** Throws Problem `certificate-refused`, or `recipients-refused` when there is nobody to seal to or somebody twice. */
export async function sealLetter({ content, certificates, ...binding }: LetterToSeal): Promise<{ keyPackets: KeyPacketFor[]; body: Bytes }> {
  const recipients = await Promise.all(certificates.map(certificateFrom));
  if (recipients.length === 0 || new Set(recipients.map(({ hash }) => hash)).size !== recipients.length) throw new Problem('recipients-refused');
  const literal = literalPacket(frame(bindingBytes(binding), content));
  const inside = concat(literal, paddingPacket(paddedSize(literal.length, padmeSizes(literal.length)) - literal.length));
  const sessionKey = randomBytes(SESSION_KEY_SIZE);
  const [body, ...keyPackets] = await Promise.all([encryptData(sessionKey, inside), ...recipients.map((recipient) => wrapFor(sessionKey, recipient))]);
  for (const secret of [literal, inside, sessionKey]) secret.fill(0);
  const made = readSealedMessage({ keyPackets: keyPackets.map(({ bytes }) => bytes), body });
  if (!made.ok) throw new Problem('internal', { verdict: made.reason });
  return { keyPackets, body };
}

export interface LetterToOpen extends LetterBinding {
  readonly keyPacket: Uint8Array;
  readonly body: Uint8Array;
  readonly secret: DecryptionSecret;
}

/** The content, once its form and what it is bound to have been checked. Nobody vouches for who wrote it. */
export function openLetter({ keyPacket, body, secret, ...binding }: LetterToOpen): Promise<{ readonly ok: true; readonly content: Bytes } | Refused> {
  return asVerdict(async () => {
    const [wrapped] = parseKeyPackets([keyPacket]);
    const data = parseBody(body);
    demand(wrapped!.recipient === secret.recipient, 'no-key-packet-for-me');
    const sessionKey = await secret.unwrap(wrapped!);
    demand(sessionKey !== undefined, 'does-not-decrypt');
    const inside = await decryptData(sessionKey, data).finally(() => sessionKey.fill(0));
    try {
      const [literal, padding] = readPackets(inside, 2);
      demand(literal?.tag === TAG.literal && padding?.tag === TAG.padding, 'packet-sequence');
      demand(padme(inside.length) === inside.length, 'padding');
      const { header, content } = readFrame(readLiteral(literal.body));
      demand(equalBytes(header, bindingBytes(binding)), 'package-binding');
      return { ok: true, content: new Uint8Array(content) };
    } finally {
      inside.fill(0);
    }
  });
}

/** The reader expects one binding, so it compares bytes instead of parsing what somebody sent. */
function bindingBytes({ network, letter, about }: LetterBinding): Bytes {
  return canonicalBytes({ form: 'letter.v1', network, letter, about } as Json);
}
