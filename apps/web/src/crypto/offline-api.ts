// The public directory kept on this device: verified when it is kept, and again each time it is opened, without the hub.
import { sha256 } from '@noble/hashes/sha2.js';
import { verifyKeptSnapshot, verifySnapshot, type SnapshotProof, type SnapshotVerdict } from '#client';
import { directorySnapshotRoutes, toHex, utf8, type DirectorySnapshot } from '#protocol';
import { parseVkey } from '#transparency-log';
import { Failure } from './channel.ts';
import { deviceStore } from './device-store.ts';
import type { OfficerDesk } from './officer-at-work.ts';

const KEY = 'directory-snapshot';
/** The act is in a checkpoint within a second; more than this is a hub without its worker. */
const ATTEMPTS = 10;
const PAUSE_MS = 500;

interface Kept extends SnapshotProof {
  readonly text: string;
  /** Verifier key of the audit log, as genesis names it. */
  readonly vkey: string;
}

export type KeptDirectory =
  | { readonly outcome: 'verified'; readonly snapshot: DirectorySnapshot; /** Place of the act in the audit log. */ readonly index: number }
  | { readonly outcome: 'refused'; readonly failed: Extract<SnapshotVerdict, { ok: false }>['failed'] };

export function offlineApi(desk: OfficerDesk) {
  return {
    /** Fetches the newest snapshot and keeps it if it is verified; what was kept before stays otherwise. */
    keepDirectory: async (): Promise<KeptDirectory> => {
      const { officer, audit } = await desk.atWork();
      const vkey = officer.trust.state.network?.logs.audit ?? '';
      const key = parseVkey(vkey);
      if (!key.ok) return { outcome: 'refused', failed: 'key' };
      const text = await officer.hub.call(directorySnapshotRoutes.directorySnapshot);
      const bytes = utf8(text);
      for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
        const head = await audit.sync();
        const { entry, anchor } = await officer.hub.call(directorySnapshotRoutes.snapshotProof, { params: { sha256: toHex(sha256(bytes)) }, query: { size: head.size } });
        if (anchor !== null) {
          const verdict = await verifySnapshot(bytes, { entry, anchor }, { head, key: key.value });
          if (verdict.ok) await deviceStore.put(KEY, { text, entry, anchor, vkey } satisfies Kept);
          return shown(verdict);
        }
        await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
      }
      throw new Failure('unavailable');
    },
    /** Null: none is kept. Asks nobody. */
    keptDirectory: async (): Promise<KeptDirectory | null> => {
      const kept = await deviceStore.get<Kept>(KEY);
      return kept === undefined ? null : shown(await verifyKeptSnapshot(utf8(kept.text), kept, kept.vkey));
    },
    forgetDirectory: () => deviceStore.remove(KEY),
  };
}

function shown(verdict: SnapshotVerdict): KeptDirectory {
  return verdict.ok ? { outcome: 'verified', snapshot: verdict.snapshot, index: verdict.index } : { outcome: 'refused', failed: verdict.failed };
}
