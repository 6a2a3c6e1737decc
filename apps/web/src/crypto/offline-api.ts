// Keeping the public directory on this device: verified before it is kept.
import { sha256 } from '@noble/hashes/sha2.js';
import { verifySnapshot } from '#client';
import { directorySnapshotRoutes, toHex, utf8 } from '#protocol';
import { parseVkey } from '#transparency-log';
import { Failure } from './channel.ts';
import { asKept, forgetSnapshot, keepSnapshot, openKept, type KeptDirectory } from './kept-directory.ts';
import type { OfficerDesk } from './officer-at-work.ts';

/** The act is in a checkpoint within a second; more than this is a hub without its worker. */
const ATTEMPTS = 10;
const PAUSE_MS = 500;

export function offlineApi(desk: OfficerDesk) {
  return {
    /** Fetches the newest snapshot and keeps it if it is verified; what was kept before stays otherwise. */
    keepDirectory: async (): Promise<KeptDirectory> => {
      const { officer, audit } = await desk.atWork();
      const facts = officer.trust.state.network;
      const vkey = facts?.logs.audit ?? '';
      const key = parseVkey(vkey);
      if (facts === null || !key.ok) return { outcome: 'refused', failed: 'key' };
      const network = { id: facts.id, name: facts.name, demonstration: facts.demonstration };
      const text = await officer.hub.call(directorySnapshotRoutes.directorySnapshot);
      const bytes = utf8(text);
      for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
        const head = await audit.sync();
        const { entry, anchor } = await officer.hub.call(directorySnapshotRoutes.snapshotProof, { params: { sha256: toHex(sha256(bytes)) }, query: { size: head.size } });
        if (anchor !== null) {
          const verdict = await verifySnapshot(bytes, { entry, anchor }, { head, key: key.value });
          if (verdict.ok) await keepSnapshot({ text, entry, anchor, vkey, network });
          return asKept(verdict, network);
        }
        await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
      }
      throw new Failure('unavailable');
    },
    keptDirectory: openKept,
    forgetDirectory: forgetSnapshot,
  };
}
