// What an applicant does: drafts, the scan, submitting. Everything leaves this device as ciphertext but the head that the hub must know.
import { sealAttachmentPart, sealLetter } from '#openpgp/open';
import {
  ApplicationDraft, ApplicationForm, ApplicationHead, applicationRoutes, canonicalBytes, fromBase64Url, parseCanonical, Problem, SCAN_LIMIT, toBase64Url, toHex, uuidV7,
  type ApplicantView, type Bytes, type Json, type RouteInput, type ScanRef, type UnLanguage,
} from '#protocol';
import type { HubClient } from '../http.ts';
import { decryptLocal, encryptLocal } from '../local-encryption.ts';
import type { LinkSecrets } from './applicant-link.ts';
import type { SecretariatKeys } from './read-secretariat.ts';

const DRAFT = 'application draft';
export const REPLY = 'application reply';

export interface OpenedApplication {
  readonly view: ApplicantView;
  /** Null: none is kept (closed), or it does not open with this link. */
  readonly draft: ApplicationDraft | null;
  /** What the secretariat wrote, for each entry of the history; null where it wrote nothing. */
  readonly notes: readonly (string | null)[];
}

/** The application of a link. Throws HubProblem `not-found` when there is none. */
export async function openApplication(hub: HubClient, secrets: LinkSecrets): Promise<OpenedApplication> {
  return decrypted(await hub.call(applicationRoutes.openApplication, { body: { access: secrets.access } }), secrets);
}

async function decrypted(view: ApplicantView, { draftKey, replyKey }: LinkSecrets): Promise<OpenedApplication> {
  const notes = await Promise.all(view.history.map(async ({ note }) => (note === null ? null : textOf(await decryptLocal(replyKey, fromBase64Url(note), `${REPLY} ${view.id}`)))));
  const plain = view.draft === null ? null : await decryptLocal(draftKey, fromBase64Url(view.draft), `${DRAFT} ${view.id}`);
  return { view, draft: plain === null ? null : readDraft(plain), notes };
}

function readDraft(plain: Bytes): ApplicationDraft | null {
  try {
    return ApplicationDraft.parse(parseCanonical(plain));
  } catch {
    return null;
  }
}

function textOf(bytes: Bytes | null): string | null {
  return bytes === null ? null : new TextDecoder().decode(bytes);
}

/** `version`: the one that this replaces, 0 for the first. Throws Problem('conflict') when another window saved meanwhile. */
export async function saveApplication(hub: HubClient, secrets: LinkSecrets, application: string, version: number, draft: ApplicationDraft): Promise<OpenedApplication> {
  const sealed = await encryptLocal(secrets.draftKey, canonicalBytes(ApplicationDraft.parse(draft) as Json), `${DRAFT} ${application}`);
  const view = await hub.call(applicationRoutes.saveDraft, { params: { application }, body: { access: secrets.access, draft: toBase64Url(sealed), version } });
  return decrypted(view, secrets);
}

/** What a file is by its first bytes: the declared type proves nothing. */
export function scanType(bytes: Uint8Array): 'application/pdf' | 'image/jpeg' | 'image/png' | null {
  const begins = (...octets: number[]) => octets.every((octet, i) => bytes[i] === octet);
  if (begins(0x25, 0x50, 0x44, 0x46, 0x2d)) return 'application/pdf';
  if (begins(0xff, 0xd8, 0xff)) return 'image/jpeg';
  return begins(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a) ? 'image/png' : null;
}

/** Seals the scan under a key of its own and stores the ciphertext. The reference, which has the key, belongs into the draft. Throws Problem('too-large' | 'unsupported-media-type'). */
export async function storeScan(hub: HubClient, { access }: LinkSecrets, application: string, { name, plain }: { name: string; plain: Bytes }): Promise<ScanRef> {
  if (plain.length > SCAN_LIMIT) throw new Problem('too-large');
  if (scanType(plain) === null) throw new Problem('unsupported-media-type');
  const id = uuidV7();
  const key = crypto.getRandomValues(new Uint8Array(32));
  const { sealed, hash } = await sealAttachmentPart({ id, key, size: plain.length, index: 0, plain });
  await hub.call(applicationRoutes.storeScan, { params: { application }, body: { access, sealed: toBase64Url(sealed) } });
  return { id, name, size: plain.length, key: toBase64Url(key), hash: toHex(hash) };
}

/** The form that a draft makes, or what is wrong with it, by path. */
export function formOf(draft: ApplicationDraft, { replyKey }: LinkSecrets): { readonly ok: true; readonly form: ApplicationForm } | { readonly ok: false; readonly paths: readonly string[] } {
  const { state, authority, authorityName, description, legalBasis, article36, focalPoints, securityOfficers, confirmation, instrument } = draft;
  const read = ApplicationForm.safeParse({
    version: 1, state, authority, authorityName, description, legalBasis, article36, focalPoints, securityOfficers, confirmation, instrument, replyKey: toBase64Url(replyKey),
  });
  // Given apart: the hub writes there.
  const reached = draft.email === '' || ApplicationHead.shape.email.safeParse(draft.email).success;
  if (read.success && reached) return { ok: true, form: read.data };
  const paths = (read.error?.issues ?? []).map(({ path }) => path.join('.'));
  return { ok: false, paths: [...new Set(reached ? paths : [...paths, 'email'])] };
}

export type PreparedSubmission = RouteInput<typeof applicationRoutes.submitApplication>['body'];

/** Seals the form to the secretariat. Sent again as it is, it is accepted once. */
export async function prepareSubmission(application: string, form: ApplicationForm, { email, language }: { email: string; language: UnLanguage }, secrets: LinkSecrets, secretariat: SecretariatKeys): Promise<PreparedSubmission> {
  const id = uuidV7();
  const { keyPackets, body } = await sealLetter({ network: secretariat.network, letter: id, about: application, content: canonicalBytes(form as Json), certificates: secretariat.certificates });
  const head: ApplicationHead = { state: form.state, authority: form.authority, authorityName: form.authorityName, email: email === '' ? null : email, language };
  const letter = { id, body: toBase64Url(body), keys: keyPackets.map(({ certificate, bytes }) => ({ certificate, packet: toBase64Url(bytes) })) };
  return { access: secrets.access, head, scan: form.instrument.scan.hash, letter };
}

export async function submitApplication(hub: HubClient, secrets: LinkSecrets, application: string, prepared: PreparedSubmission): Promise<OpenedApplication> {
  return decrypted(await hub.call(applicationRoutes.submitApplication, { params: { application }, body: prepared }), secrets);
}

export async function withdrawApplication(hub: HubClient, { access }: LinkSecrets, application: string): Promise<void> {
  await hub.call(applicationRoutes.withdrawApplication, { params: { application }, body: { access } });
}
