// People who do things at the same time, in an order that a seed decides, on a hub that runs for real.
import { setTimeout as delay } from 'node:timers/promises';
import { AuditFollower, openHeldEpochs, proposeOfficer, signProposal, TrustFollower, type MailSession, type OfficerSession } from '#client';
import { identityRoutes, type OfficerKey } from '#protocol';
import { enrolPerson, type EnrolledPerson, type SmallNetwork } from './enrolled-people.ts';
import type { Hub } from './hub.ts';

/** Somebody at work: log, keys and mail of one officer, on one device. */
export interface Racer {
  readonly person: EnrolledPerson;
  readonly work: OfficerSession & { readonly trust: TrustFollower };
  readonly mail: MailSession;
  readonly officer: string;
}

/** mulberry32: the same numbers for the same seed, from 0 to 1. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export function racer(person: EnrolledPerson, network: string, member: string): Racer {
  const { hub, keyring, session } = person;
  const trust = new TrustFollower(hub, network);
  const work = { hub, keyring, trust };
  const mail = { ...work, audit: new AuditFollower(hub, trust), me: { officer: session.officer, member, certificate: session.certificate }, device: crypto.randomUUID() };
  return { person, work, mail, officer: session.officer };
}

/** Tokens for so many officers, made at once: inviting needs a fresh verification. */
export async function inviteOfficers({ person }: Racer, count: number): Promise<string[]> {
  const invite = () => person.hub.call(identityRoutes.invite, { body: { purpose: 'officer', role: 'officer', note: 'Races', email: null } });
  return (await Promise.all(Array.from({ length: count }, invite))).map(({ token }) => token);
}

/** Enrolled by the token, proposed by the first, signed by the second and the newcomer. */
export async function admitOfficer(hub: Hub, network: SmallNetwork, member: string, token: string, [one, two]: readonly [Racer, Racer]): Promise<Racer> {
  const person = await enrolPerson(hub.url, token);
  const { items } = await one.person.hub.call(identityRoutes.enrolled);
  const found = items.find(({ officer }) => officer === person.session.officer)!;
  const key: OfficerKey = { officer: found.officer, certificate: found.certificate, card: found.cardHash };
  let proposal = await proposeOfficer(one.work, member, key, 'officer');
  for (const signer of [two.work, person]) proposal = await signProposal(signer, proposal!);
  if (proposal?.state !== 'appended') throw new Error(`not admitted: ${proposal?.state}`);
  return racer(person, network.id, member);
}

export interface Outcome {
  readonly act: string;
  readonly result: string;
}

/** Starts all, each after a while that chance decides, and waits for all. What failed is an outcome, not an error. */
export async function race(chance: () => number, acts: Readonly<Record<string, () => Promise<unknown>>>, within = 400): Promise<Outcome[]> {
  const moments = Object.entries(acts).map(([act, run]) => ({ act, run, after: chance() * within }));
  return Promise.all(
    moments.map(async ({ act, run, after }) => {
      await delay(after);
      try {
        const value = await run();
        return { act, result: value === null ? 'nothing to do' : 'done' };
      } catch (error) {
        return { act, result: (error as { code?: string }).code ?? String(error) };
      }
    }),
  );
}

/** Everything that is sealed to the racer is open in their keyring, as an open portal has it. */
export async function openAll({ work, mail: { me } }: Racer): Promise<string[]> {
  return openHeldEpochs(work, me.member, me.officer);
}
