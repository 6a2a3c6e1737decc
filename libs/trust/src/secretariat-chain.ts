// The secretariat's roster by itself, for somebody outside who has compared the network's phrase and may not read the whole log. Every
// statement of a roster names the one before by its hash, so nothing can be left out of the middle, put in or changed; what was cut off
// at the end cannot be seen from the chain alone.
import { SECRETARIAT } from '#protocol';
import { reduceAll, type Replayed } from './replay.ts';
import { refuse } from './refusal.ts';
import type { Signers } from './signers.ts';
import { EMPTY_STATE } from './state.ts';
import { verifySignatures, type VerifiedEntry, type VerifiedOrNot } from './verify-signatures.ts';

/** Replays the statements of the secretariat's roster alone. In the state that results only network and secretariat mean anything. */
export async function replaySecretariat(leaves: readonly Uint8Array[], { signers, network }: { readonly signers: Signers; readonly network: string }): Promise<Replayed> {
  const entries = await verifySignatures(leaves, { signers, keys: null });
  return reduceAll(EMPTY_STATE, entries.map(ofRoster), network);
}

function ofRoster(verified: VerifiedOrNot): VerifiedOrNot {
  if ('refused' in verified) return verified;
  const { statement } = verified.entry;
  if (statement.roster !== SECRETARIAT) return { refused: refuse('wrong-subject', statement.roster) };
  // Which members an auditor may look at is for those to judge who replay the members; hash and signatures are of the whole statement.
  if (statement.kind !== 'auditor.grant' || statement.body.members === null) return verified;
  const unscoped: VerifiedEntry = { ...verified, entry: { ...verified.entry, statement: { ...statement, body: { ...statement.body, members: null } } } };
  return unscoped;
}
