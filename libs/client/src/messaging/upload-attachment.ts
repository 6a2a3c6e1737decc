// Seals and uploads an attachment part by part. Interrupted, it goes on where the hub's list of parts and the caller's note agree.
import { fromBase64Url, fromHex, MESSAGE_LIMITS, messagingRoutes, toBase64Url, toHex, uuidV7, type AttachmentRef, type Bytes } from '#protocol';
import { attachmentRoot, partCount, partSize, sealAttachmentPart } from '#openpgp/open';
import { treeRoot } from '#transparency-log';
import { HubProblem, type HubClient } from '../http.ts';

/** Where the plain bytes come from: a file, usually. */
export interface AttachmentSource {
  readonly name: string;
  /** Media type as the system names it. */
  readonly type: string;
  readonly size: number;
  read(begin: number, end: number): Promise<Bytes>;
}

/** What is needed to go on with an upload. Secret: it holds the attachment's key. */
export interface Upload {
  readonly id: string;
  /** base64url, 32 bytes. */
  readonly key: string;
  readonly size: number;
  /** SHA-256 of each sealed part, hex, in order; null: not acknowledged yet. */
  readonly parts: readonly (string | null)[];
}

export interface TransferOptions {
  /** After each part that is safe: bytes of the plain attachment so far, of how many. */
  readonly onProgress?: (done: number, size: number) => void;
  readonly signal?: AbortSignal;
}

export interface UploadOptions extends TransferOptions {
  /** Told after each acknowledged part, so that the caller can keep it. */
  readonly onPart?: (upload: Upload) => void | Promise<void>;
}

const ATTEMPTS = 5;
const FIRST_WAIT_MS = 250;

export function beginUpload(size: number): Upload {
  return { id: uuidV7(), key: toBase64Url(crypto.getRandomValues(new Uint8Array(32))), size, parts: Array.from({ length: partCount(size) }, () => null) };
}

/** Uploads what is missing; answers what the message's header binds. Throws HubProblem, and the signal's reason when aborted. */
export async function uploadAttachment(hub: HubClient, source: AttachmentSource, begun: Upload, options: UploadOptions = {}): Promise<AttachmentRef> {
  const { id, key, size } = begun;
  const count = begun.parts.length;
  const { stored } = await withPatience(() => hub.call(messagingRoutes.createAttachment, { params: { attachment: id }, body: { parts: count } }), options.signal);
  const there = new Map(stored.map(({ part, hash }) => [part, hash]));
  // A part counts when the hub holds the very bytes that were sealed here; anything else is sealed again.
  let upload: Upload = { ...begun, parts: begun.parts.map((hash, part) => (hash !== null && there.get(part) === hash ? hash : null)) };
  for (let index = 0; index < count; index++) {
    if (upload.parts[index] === null) {
      const begin = index * MESSAGE_LIMITS.part;
      const plain = await source.read(begin, begin + partSize(size, index));
      const { sealed, hash } = await sealAttachmentPart({ id, key: fromBase64Url(key), size, index, plain });
      await withPatience(() => hub.call(messagingRoutes.putPart, { params: { attachment: id, part: String(index) }, body: sealed }), options.signal);
      upload = { ...upload, parts: upload.parts.with(index, toHex(hash)) };
      await options.onPart?.(upload);
    }
    options.onProgress?.(Math.min(size, (index + 1) * MESSAGE_LIMITS.part), size);
  }
  const root = attachmentRoot(upload.parts.map((hash) => fromHex(hash!)), treeRoot);
  return { id, name: source.name, type: source.type, size, parts: count, key, root };
}

/** Repeats what may be repeated while the hub cannot be reached. */
export async function withPatience<T>(act: () => Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  for (let attempt = 1, wait = FIRST_WAIT_MS; ; attempt++, wait *= 2) {
    signal?.throwIfAborted();
    try {
      return await act();
    } catch (error) {
      const passing = error instanceof HubProblem && (error.unreachable || error.code === 'unavailable') && attempt < ATTEMPTS;
      if (!passing) throw error;
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
  }
}
