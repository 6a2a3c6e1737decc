// Mailbox epochs: made by one officer's client, confirmed by another's, granted to later officers.
import { sha256 } from '@noble/hashes/sha2.js';
import { membershipRoutes, Problem, toHex, uuidV7, type Bytes, type Proposal } from '#protocol';
import { draft, TrustAt, type Epoch, type Officer, type TrustState } from '#trust';
import type { EpochReader } from '../keyring.ts';
import { submitOnNewest, type OfficerSession } from './submit-statement.ts';

const hashOf = (bytes: Bytes) => toHex(sha256(bytes));

async function readersWithCertificates({ trust }: OfficerSession, readers: readonly Officer[]): Promise<EpochReader[]> {
  const bytes = await trust.certificates(readers.map(({ certificate }) => certificate));
  return readers.map(({ id, certificate }) => ({ officer: id, certificate: bytes.get(certificate)! }));
}

const confirmed = (epoch: Epoch | null) => (epoch === null || epoch.confirmedAt === null ? null : epoch);

function networkOf(state: TrustState): string {
  if (state.network === null) throw new Problem('unavailable');
  return state.network.id;
}

/**
 * Makes the member's next epoch for exactly its present readers. It becomes current when a second officer's client confirms. `needed`: asked on
 * each state that it is drafted on, so that of several clients that set out at once one rotates and the others find nothing left to do.
 */
export async function rotateEpoch(session: OfficerSession, member: string, needed: (state: TrustState) => boolean = () => true): Promise<Proposal | null> {
  return submitOnNewest(session, async (state) => {
    if (!needed(state)) return null;
    const epoch = uuidV7();
    const readers = await readersWithCertificates(session, new TrustAt(state).readersOf(member));
    const { certificate, packages } = await session.keyring.createEpoch(networkOf(state), epoch, readers);
    const pinned = packages.map(({ officer, sealed }) => ({ officer, package: hashOf(sealed) }));
    return { statement: draft.epochRotate({ state, now: Date.now() }, member, epoch, hashOf(certificate), pinned), certificates: [certificate], packages };
  });
}

/**
 * Fetches my package of an epoch unless it was opened before, checks it against the hash that the log pins and the secret against the certificate, keeps it in the keyring.
 * False: it is not what the log says, so the epoch must not be believed. Throws Problem when the hub does not answer.
 */
export async function openEpoch(session: OfficerSession, state: TrustState, officer: string, epoch: Epoch): Promise<boolean> {
  const pinned = epoch.packages.get(officer)?.package;
  if (pinned === undefined) return false;
  // Fetching a package is an act in the audit log.
  if (await session.keyring.holdsEpoch(epoch.id, pinned)) return true;
  const sealed = await session.hub.call(membershipRoutes.epochPackage, { params: { epoch: epoch.id } });
  const certificate = (await session.trust.certificates([epoch.certificate])).get(epoch.certificate)!;
  return session.keyring.openPackage({ network: networkOf(state), epoch: epoch.id, officer, certificate, sealed, hash: pinned });
}

/** Opens every epoch of my member that I hold a package of; answers the ids that failed. `known`: a state that holds my member's chain. */
export async function openHeldEpochs(session: OfficerSession, member: string, officer: string, known: TrustState | null = null): Promise<string[]> {
  const state = known ?? (await session.trust.sync());
  const failed: string[] = [];
  for (const epoch of new TrustAt(state).member(member)?.epochs.values() ?? []) {
    if (epoch.packages.has(officer) && !(await openEpoch(session, state, officer, epoch))) failed.push(epoch.id);
  }
  return failed;
}

/** Confirms a rotation made by a colleague, after opening my package of it. Null: nothing waits, it is mine, or it does not match. */
export async function confirmEpoch(session: OfficerSession, member: string, officer: string): Promise<Proposal | null> {
  return submitOnNewest(session, async (state) => {
    const pending = new TrustAt(state).pendingEpoch(member);
    if (pending === null || pending.rotatedBy === officer || !(await openEpoch(session, state, officer, pending))) return null;
    return { statement: draft.epochConfirm({ state, now: Date.now() }, member, pending.id) };
  });
}

/** Gives an epoch, by default the current one, to an officer who reads and does not hold it. Null: no such confirmed epoch, or held already. */
export async function grantEpoch(session: OfficerSession, member: string, officer: string, which?: string): Promise<Proposal | null> {
  return submitOnNewest(session, async (state) => {
    const view = new TrustAt(state);
    const epoch = which === undefined ? view.currentEpoch(member).epoch : confirmed(view.epoch(member, which));
    const reader = view.readersOf(member).find(({ id }) => id === officer);
    if (epoch === null || reader === undefined || view.holdersOf(epoch).includes(officer)) return null;
    const [target] = await readersWithCertificates(session, [reader]);
    const sealed = await session.keyring.grantEpoch(networkOf(state), epoch.id, target!);
    return { statement: draft.epochGrant({ state, now: Date.now() }, member, epoch.id, officer, hashOf(sealed)), packages: [{ officer, sealed }] };
  });
}
