// To whom an applicant seals: the secretariat as the trust log yields it, for somebody who has compared the network's phrase and nothing else.
import { sha256 } from '@noble/hashes/sha2.js';
import { applicationRoutes, fromBase64Url, statementBytes, parseTrustEntry, toHex, type Bytes } from '#protocol';
import { replaySecretariat, Signers, TrustAt } from '#trust';
import type { HubClient } from '../http.ts';
import { LogRefused } from '../logs/log-refused.ts';

export interface SecretariatKeys {
  /** Network id: SHA-256 of genesis. Its phrase is what the applicant compares. */
  readonly network: string;
  readonly name: string;
  readonly threshold: number;
  /** Exact certificate bytes of the officers who serve. */
  readonly certificates: readonly Bytes[];
}

/**
 * The roster rebuilt from the network's founding on: each statement signed, none left out between. Null before there is a network. Throws
 * LogRefused when it does not hold. What the hub cuts off at the end stays unseen here: docs/adr/0011.
 */
export async function readSecretariat(hub: HubClient): Promise<SecretariatKeys | null> {
  const { entries, certificates } = await hub.call(applicationRoutes.secretariatKeys);
  const leaves = entries.map(fromBase64Url);
  const [genesis] = leaves;
  if (genesis === undefined) return null;
  const bytes = new Map(certificates.map((text) => [toHex(sha256(fromBase64Url(text))), fromBase64Url(text)]));
  const network = idOf(genesis);
  const { state, refusal } = await replaySecretariat(leaves, { signers: new Signers((hash) => bytes.get(hash)), network });
  if (refusal !== null) throw new LogRefused('trust', { kind: 'entry', refusal }, []);
  const view = new TrustAt(state);
  const facts = view.network()!;
  const held = view.secretariat().map(({ certificate }) => bytes.get(certificate));
  if (!held.every((one) => one !== undefined)) throw new LogRefused('trust', { kind: 'wrong-network' }, []);
  return { network, name: facts.name, threshold: facts.threshold, certificates: held };
}

function idOf(genesis: Bytes): string {
  try {
    return toHex(sha256(statementBytes(parseTrustEntry(genesis).statement)));
  } catch {
    throw new LogRefused('trust', { kind: 'wrong-network' }, []);
  }
}
