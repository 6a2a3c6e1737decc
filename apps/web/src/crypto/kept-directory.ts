// The public directory as this device keeps it: verified each time it is opened, without the hub and without keys.
import { verifyKeptSnapshot, type SnapshotProof, type SnapshotVerdict } from '#client';
import { utf8, type DirectorySnapshot, type NetworkInfo } from '#protocol';
import { deviceStore } from './device-store.ts';

const KEY = 'directory-snapshot';

export interface Kept extends SnapshotProof {
  readonly text: string;
  /** Verifier key of the audit log, as genesis names it. */
  readonly vkey: string;
  /** As genesis has it: every page says which network it is about. */
  readonly network: NetworkInfo;
}

export type KeptDirectory =
  | { readonly outcome: 'verified'; readonly snapshot: DirectorySnapshot; /** Place of the act in the audit log. */ readonly index: number; readonly network: NetworkInfo }
  | { readonly outcome: 'refused'; readonly failed: Extract<SnapshotVerdict, { ok: false }>['failed'] };

export const keepSnapshot = (kept: Kept) => deviceStore.put(KEY, kept);
export const forgetSnapshot = () => deviceStore.remove(KEY);

/** Null: none is kept. Asks nobody. */
export async function openKept(): Promise<KeptDirectory | null> {
  const kept = await deviceStore.get<Kept>(KEY);
  return kept === undefined ? null : asKept(await verifyKeptSnapshot(utf8(kept.text), kept, kept.vkey), kept.network);
}

export function asKept(verdict: SnapshotVerdict, network: NetworkInfo): KeptDirectory {
  return verdict.ok ? { outcome: 'verified', snapshot: verdict.snapshot, index: verdict.index, network } : { outcome: 'refused', failed: verdict.failed };
}
