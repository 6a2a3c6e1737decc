// The verified trust log between visits, sealed under the officer's index key: this device gives back what this client wrote, or nothing.
import type { Keyring, TrustCache } from '#client';
import { deviceStore } from './device-store.ts';

/** altered: not sealed by this officer's keys for this network; the rest as libs/client says. */
export type CacheDiscarded = 'altered' | 'other-version' | 'contradicts-itself';

export function trustMemory(keyring: Keyring, officer: string, network: string, discarded: (because: CacheDiscarded) => void): TrustCache {
  const key = `trust/${officer}`;
  const purpose = `trust log of ${network} for ${officer}`;
  const discard = async (because: CacheDiscarded) => {
    await deviceStore.remove(key);
    discarded(because);
  };
  return {
    load: async () => {
      const sealed = await deviceStore.get<unknown>(key);
      if (sealed === undefined) return null;
      const kept = sealed instanceof Uint8Array ? await keyring.decryptLocal(new Uint8Array(sealed), purpose) : null;
      if (kept === null) await discard('altered');
      return kept;
    },
    // A full or forbidden store costs the next visit its head start, nothing else.
    save: async (kept) => deviceStore.put(key, await keyring.encryptLocal(kept, purpose)).catch(() => undefined),
    discard,
  };
}
