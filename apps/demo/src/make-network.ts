// The demonstration network, made by the workflows that a real one is made by: invitations, enrolments, statements, epochs.
import { setTimeout as delay } from 'node:timers/promises';
import {
  bindVaultToNetwork, confirmEpoch, HubClient, HubProblem, proposeAuditor, proposeGenesis, proposeLive, proposeMember, proposeOfficer, rotateEpoch, signOut, signProposal, type OfficerSession,
} from '#client';
import { auditRoutes, directoryRoutes, identityRoutes, type NewInvitation, type Proposal } from '#protocol';
import { atWork, enrolActor, enrolledKey, type Actor } from './actor.ts';
import { AUDITOR, MEMBERS, NETWORK_NAME, SECRETARIAT, THRESHOLD, type DemonstrationMember, type Part } from './cast.ts';
import { rehearse } from './rehearse.ts';

export interface Demonstration {
  readonly network: string;
  readonly actors: readonly (Actor & { readonly authority: string | null })[];
}

interface Player extends Actor {
  readonly work: OfficerSession;
}

export async function makeNetwork(hubUrl: string, bootstrapToken: string, say: (line: string) => void): Promise<Demonstration> {
  say('secretariat: three founding officers');
  const founders = await foundingSecretariat(hubUrl, bootstrapToken);
  const network = await genesis(founders);
  const secretariat = founders.map((founder) => withWork(founder, network));
  await Promise.all(secretariat.map(async (one) => bindVaultToNetwork(one, await one.hub.call(identityRoutes.session), { kind: 'passphrase' })));
  const actors: (Actor & { authority: string | null })[] = secretariat.map((actor) => ({ ...actor, authority: null }));
  for (const member of MEMBERS) {
    say(`${member.name} (${member.state}): admission, officers, mailbox epoch`);
    const players = await makeMember(hubUrl, network, secretariat, member);
    actors.push(...players.map((actor) => ({ ...actor, authority: member.name })));
  }
  say('auditor');
  actors.push({ ...(await makeAuditor(hubUrl, network, secretariat)), authority: null });
  await Promise.all(actors.map(signOut));
  return { network, actors };
}

function withWork(actor: Actor, network: string): Player {
  return { ...actor, work: atWork(actor, network) };
}

async function foundingSecretariat(hubUrl: string, bootstrapToken: string): Promise<Actor[]> {
  const hub = new HubClient({ baseUrl: hubUrl, client: 'demonstration' });
  const founders: Actor[] = [];
  for (const part of SECRETARIAT) {
    const { token } = await hub.call(identityRoutes.bootstrapInvite, { body: { bootstrapToken, ...about(part) } });
    founders.push(await enrolActor(hubUrl, part, token));
  }
  return founders;
}

/** The address is reserved for examples (RFC 2606): no mail can leave. */
function about(part: Part): { note: string; email: string } {
  return { note: part.name, email: `${part.part}@demonstration.example` };
}

async function genesis(founders: readonly Actor[]): Promise<string> {
  const [first, ...others] = founders as [Actor, ...Actor[]];
  const vkey = (log: 'trust' | 'audit') => verifierKey(first, log);
  const secretariat = await Promise.all(founders.map(({ session }) => enrolledKey(first, session.officer)));
  const plan = { name: NETWORK_NAME, demonstration: true, secretariat, threshold: THRESHOLD, logs: { trust: await vkey('trust'), audit: await vkey('audit') } };
  const { network, proposal } = await proposeGenesis(first, plan);
  await gather(proposal, others);
  return network;
}

/** The worker makes the logs' keys at its first start, which may be happening now. */
async function verifierKey({ hub }: Actor, log: 'trust' | 'audit'): Promise<string> {
  for (const end = Date.now() + 60_000; ; await delay(200)) {
    try {
      return (await hub.call(auditRoutes.vkey, { params: { log } })).trim();
    } catch (error) {
      if (!(error instanceof HubProblem) || error.code !== 'unavailable' || Date.now() > end) throw error;
    }
  }
}

/** Each adds a signature in turn; the last one completes it. */
async function gather(proposal: Proposal | null, signers: readonly Pick<Actor, 'hub' | 'keyring'>[]): Promise<void> {
  if (proposal === null) throw new Error('nothing was proposed');
  let newest = proposal;
  for (const signer of signers) newest = await signProposal(signer, newest);
  if (newest.state !== 'appended') throw new Error(`${newest.statement.kind} is ${newest.state}: ${JSON.stringify(newest.missing)}`);
}

async function invited(hubUrl: string, inviter: Actor, part: Part, invitation: NewInvitation): Promise<Actor> {
  const { token } = await inviter.hub.call(identityRoutes.invite, { body: invitation });
  return enrolActor(hubUrl, part, token);
}

async function makeMember(hubUrl: string, network: string, secretariat: readonly Player[], member: DemonstrationMember): Promise<Player[]> {
  const [first, second] = secretariat as [Player, Player, ...Player[]];
  const authority = await authorityId(first, member);
  const founders: Player[] = [];
  for (const part of member.parts.filter(({ role }) => role === 'security')) {
    founders.push(withWork(await invited(hubUrl, first, part, { purpose: 'founder', authority, ...about(part) }), network));
  }
  const keys = await Promise.all(founders.map(({ session }) => enrolledKey(first, session.officer)));
  const admission = await proposeMember(first.work, authority, keys);
  await gather(admission, [second, ...founders]);
  const id = admission!.statement.subject;

  const [one, two] = founders as [Player, Player];
  const officers: Player[] = [];
  for (const part of member.parts.filter(({ role }) => role === 'officer')) {
    const officer = withWork(await invited(hubUrl, one, part, { purpose: 'officer', role: 'officer', ...about(part) }), network);
    await gather(await proposeOfficer(one.work, id, await enrolledKey(one, officer.session.officer), 'officer'), [two, officer]);
    officers.push(officer);
  }
  await rotateEpoch(one.work, id);
  const confirmation = await confirmEpoch(two.work, id, two.session.officer);
  if (confirmation?.state !== 'appended') throw new Error(`the mailbox epoch of ${member.name} was not confirmed`);
  await Promise.all([one, two].map((player) => rehearse(hubUrl, player)));
  await gather(await proposeLive(one.work, id), [two, first]);
  return [...founders, ...officers];
}

async function authorityId({ hub }: Actor, { state, name }: DemonstrationMember): Promise<string> {
  const { items } = await hub.call(directoryRoutes.listAuthorities, { query: { q: name, state } });
  const found = items.find((item) => item.name === name || Object.values(item.names).includes(name));
  if (found === undefined) throw new Error(`the directory has no ${name} (${state})`);
  return found.id;
}

async function makeAuditor(hubUrl: string, network: string, secretariat: readonly Player[]): Promise<Player> {
  const [first, second] = secretariat as [Player, Player, ...Player[]];
  const auditor = withWork(await invited(hubUrl, first, AUDITOR, { purpose: 'auditor', ...about(AUDITOR) }), network);
  await gather(await proposeAuditor(first.work, await enrolledKey(first, auditor.session.officer), null), [second, auditor]);
  return auditor;
}
