// The first statement. Its hash is the network's id, and the phrase of that hash is what people compare.
import { sha256 } from '@noble/hashes/sha2.js';
import { statementBytes, toHex, type OfficerKey, type Proposal } from '#protocol';
import { draft } from '#trust';
import type { OfficerSession } from './submit-statement.ts';
import { submitStatement } from './submit-statement.ts';

export interface NetworkPlan {
  readonly name: string;
  readonly demonstration: boolean;
  readonly secretariat: OfficerKey[];
  /** How many secretariat officers must sign. */
  readonly threshold: number;
  /** Verifier keys as the hub publishes them at /log/…/vkey, checked by the founders on the machine itself. */
  readonly logs: { readonly trust: string; readonly audit: string };
  readonly witnesses?: string[];
  readonly policy?: number;
}

/** Proposes genesis with the first founder's signature; the others sign the proposal. Answers the network id it will have. */
export async function proposeGenesis(session: Pick<OfficerSession, 'hub' | 'keyring'>, plan: NetworkPlan): Promise<{ network: string; proposal: Proposal }> {
  const { name, demonstration, secretariat, threshold, logs, witnesses = [], policy = 0 } = plan;
  const statement = draft.genesis(Date.now(), { name, demonstration, secretariat, threshold, logs, witnesses, policy });
  return { network: toHex(sha256(statementBytes(statement))), proposal: await submitStatement(session, { statement }) };
}
