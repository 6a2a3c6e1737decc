// Downloads an attachment part by part. Each part is handed on once it verifies; the whole counts as complete only when all did.
import { fromHex, MESSAGE_LIMITS, messagingRoutes, type AttachmentRef, type Bytes } from '#protocol';
import { openAttachmentPart, verifyPartHashes } from '#openpgp/open';
import type { Refusal } from '#openpgp';
import { treeRoot } from '#transparency-log';
import type { HubClient } from '../http.ts';
import { withPatience, type TransferOptions } from './upload-attachment.ts';

/** Where verified parts go: kept apart from everything that a user can open until the download is complete. */
export interface PartSink {
  write(part: number, plain: Bytes): Promise<void>;
}

export interface DownloadOptions extends TransferOptions {
  /** Parts that the sink holds from before. */
  readonly held?: ReadonlySet<number>;
}

export type Downloaded = { readonly complete: true } | { readonly complete: false; readonly failure: Refusal | 'part-missing'; /** null: it concerns all */ readonly part: number | null };

/** `attachment`: from the header of a message that opened. Throws HubProblem, and the signal's reason when aborted. */
export async function downloadAttachment(hub: HubClient, attachment: AttachmentRef, sink: PartSink, options: DownloadOptions = {}): Promise<Downloaded> {
  const { signal, onProgress, held = new Set() } = options;
  const { stored } = await withPatience(() => hub.call(messagingRoutes.attachmentStatus, { params: { attachment: attachment.id } }), signal);
  const hashes = stored.toSorted((a, b) => a.part - b.part).map(({ hash }) => fromHex(hash));
  const listed = verifyPartHashes({ attachment, hashes, treeRoot });
  if (!listed.ok) return { complete: false, failure: listed.reason, part: null };
  let done = 0;
  for (const [part, hash] of hashes.entries()) {
    if (!held.has(part)) {
      const sealed = await withPatience(() => hub.call(messagingRoutes.getPart, { params: { attachment: attachment.id, part: String(part) } }), signal);
      const opened = await openAttachmentPart({ attachment, index: part, hash, sealed });
      if (!opened.ok) return { complete: false, failure: opened.reason, part };
      await sink.write(part, opened.plain);
    }
    done += 1;
    onProgress?.(Math.min(attachment.size, done * MESSAGE_LIMITS.part), attachment.size);
  }
  return { complete: true };
}

/** All bytes, for attachments small enough to hold in memory; null with the reason when they do not verify. */
export async function downloadBytes(hub: HubClient, attachment: AttachmentRef, options: TransferOptions = {}): Promise<{ readonly ok: true; readonly parts: readonly Bytes[] } | { readonly ok: false; readonly failure: string }> {
  const parts: Bytes[] = [];
  const sink: PartSink = {
    write: async (part, plain) => {
      parts[part] = plain;
    },
  };
  const downloaded = await downloadAttachment(hub, attachment, sink, options);
  return downloaded.complete ? { ok: true, parts } : { ok: false, failure: downloaded.failure };
}
