// What an officer of the secretariat does with an application: open its form, scan and notes, answer the applicant, and wrap what was sealed
// earlier for a colleague who came later.
import { sha256 } from '@noble/hashes/sha2.js';
import { openAttachmentPart, sealLetter } from '#openpgp/open';
import {
  ApplicationForm, applicationRoutes, fromBase64Url, fromHex, fromUtf8, parseCanonical, toBase64Url, toHex, utf8, uuidV7, type ApplicationDetail, type Bytes, type RouteInput, type ScanRef,
} from '#protocol';
import { TrustAt } from '#trust';
import { encryptLocal } from '../local-encryption.ts';
import type { OfficerSession } from '../membership/submit-statement.ts';
import { REPLY } from './apply.ts';

type SealedText = ApplicationDetail['form'];

/** Null: not wrapped for this officer yet, erased, or not what it should be. */
async function open({ keyring }: OfficerSession, network: string, application: string, { id, body, packet }: SealedText): Promise<Bytes | null> {
  if (packet === null || body === '') return null;
  const opened = await keyring.openLetter({ network, letter: id, about: application, keyPacket: fromBase64Url(packet), body: fromBase64Url(body) });
  return opened.ok ? opened.content : null;
}

export async function openForm(session: OfficerSession, network: string, { id, form }: Pick<ApplicationDetail, 'id' | 'form'>): Promise<ApplicationForm | null> {
  const plain = await open(session, network, id, form);
  if (plain === null) return null;
  try {
    return ApplicationForm.parse(parseCanonical(plain));
  } catch {
    return null;
  }
}

export async function openNote(session: OfficerSession, network: string, application: string, note: SealedText): Promise<string | null> {
  const plain = await open(session, network, application, note);
  try {
    return plain === null ? null : fromUtf8(plain);
  } catch {
    return null;
  }
}

/** The scan's bytes; null when they are not what the form names. Throws HubProblem. */
export async function openScan({ hub }: OfficerSession, application: string, { id, name, size, key, hash }: ScanRef): Promise<Bytes | null> {
  const sealed = await hub.call(applicationRoutes.applicationScan, { params: { application } });
  const attachment = { id, name, type: 'application/octet-stream', size, parts: 1, key, root: toHex(sha256(new Uint8Array())) };
  const opened = await openAttachmentPart({ attachment, index: 0, hash: fromHex(hash), sealed });
  return opened.ok ? new Uint8Array(opened.plain) : null;
}

async function secretariatOf({ trust }: OfficerSession): Promise<{ hash: string; bytes: Bytes }[]> {
  const hashes = new TrustAt(await trust.sync()).secretariat().map(({ certificate }) => certificate);
  const known = await trust.certificates(hashes);
  return hashes.map((hash) => ({ hash, bytes: known.get(hash)! }));
}

export type SealedNote = NonNullable<RouteInput<typeof applicationRoutes.checkStep>['body']['note']>;

/** A note for the secretariat's eyes. */
export async function sealNote(session: OfficerSession, network: string, application: string, words: string): Promise<SealedNote> {
  const id = uuidV7();
  const certificates = (await secretariatOf(session)).map(({ bytes }) => bytes);
  const { keyPackets, body } = await sealLetter({ network, letter: id, about: application, content: utf8(words), certificates });
  return { id, body: toBase64Url(body), keys: keyPackets.map(({ certificate, bytes }) => ({ certificate, packet: toBase64Url(bytes) })) };
}

/** What the applicant is to read; only who has the link can. */
export async function sealReply({ id }: Pick<ApplicationDetail, 'id'>, { replyKey }: ApplicationForm, words: string): Promise<string> {
  return toBase64Url(await encryptLocal(fromBase64Url(replyKey), utf8(words), `${REPLY} ${id}`));
}

/** Wraps for each colleague of the secretariat, as this client's own replay names them, what I can open and they cannot. Answers how many letters. */
export async function careForLetters(session: OfficerSession, mine: string): Promise<number> {
  const { hub, keyring } = session;
  let wrapped = 0;
  for (const { hash, bytes } of await secretariatOf(session)) {
    if (hash === mine) continue;
    for (let more = true; more; ) {
      const page = await hub.call(applicationRoutes.lettersLacking, { body: { certificate: hash } });
      const keys = [];
      for (const { id, body, packet } of page.letters) {
        const key = await keyring.rewrap({ keyPackets: [fromBase64Url(packet)], body: fromBase64Url(body) }, bytes);
        if (key !== null) keys.push({ letter: id, packet: toBase64Url(key.bytes) });
      }
      if (keys.length > 0) await hub.call(applicationRoutes.addLetterKeys, { body: { certificate: hash, keys } });
      wrapped += keys.length;
      // A page of which nothing opens would come again and again.
      more = page.more && keys.length > 0;
    }
  }
  return wrapped;
}
