// A key packet for one more certificate without the message's body: its commitment says whether the session key is the message's own.
import { fromHex, type Bytes } from '#protocol';
import type { DecryptionSecret } from '../keys/decryption-secret.ts';
import { rewrap } from '../keys/wrap.ts';
import { asVerdict, demand, type Refused } from '../refusal.ts';
import { parseKeyPackets } from '../sealed-message.ts';
import { commitmentToHash } from './commitment.ts';

export interface CommittedPackets {
  readonly network: string;
  readonly message: string;
  readonly keyPackets: readonly Uint8Array[];
  /** SHA-256 of the body, hexadecimal. */
  readonly bodyHash: string;
  /** What the message's audit entry says. */
  readonly commitment: string;
}

/** Tries each key packet that one of the secrets is for; the first that holds the committed session key is wrapped for the certificate. */
export function rewrapByCommitment(
  { network, message, keyPackets, bodyHash, commitment, secrets, certificate }: CommittedPackets & { readonly secrets: readonly DecryptionSecret[]; readonly certificate: Uint8Array },
): Promise<{ readonly ok: true; readonly bytes: Bytes } | Refused> {
  return asVerdict(async () => {
    let opened = false;
    for (const packet of parseKeyPackets(keyPackets)) {
      const sessionKey = await secrets.find(({ recipient }) => recipient === packet.recipient)?.unwrap(packet);
      if (sessionKey === undefined) continue;
      opened = true;
      try {
        if (commitmentToHash({ network, message, bodyHash: fromHex(bodyHash), sessionKey }) !== commitment) continue;
        const { bytes } = await rewrap({ sessionKey, certificate });
        return { ok: true, bytes };
      } finally {
        sessionKey.fill(0);
      }
    }
    demand(opened, 'no-key-packet-for-me');
    demand(false, 'commitment');
  });
}
