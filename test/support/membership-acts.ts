// What people of a membership hub do together, for suites: found a network, admit a member, rotate its epochs.
import { HubProblem, TrustFollower } from '#client';
import { auditRoutes, statementBytes, uuidV7, type Proposal, type Statement } from '#protocol';
import { draft, TrustAt } from '#trust';
import { certificateHash, clientAs, NETWORK_NAME, sha256Hex, type EnrolledPerson, type MembershipHub } from './membership-hub.ts';

export const enrolPeople = (hub: MembershipHub, count: number) => Promise.all(Array.from({ length: count }, () => hub.enrol()));

/** Verdict or code of what the hub refused; `taken` if it did not. */
export async function refusal(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return 'taken';
  } catch (error) {
    if (!(error instanceof HubProblem)) throw error;
    return error.details.verdict ?? error.code;
  }
}

/** The first proposes, the others sign, each over HTTP. */
export async function gathered(statement: Statement, signers: readonly EnrolledPerson[], more: Parameters<EnrolledPerson['propose']>[1] = {}): Promise<Proposal> {
  let proposal = await signers[0]!.propose(statement, more);
  for (const signer of signers.slice(1)) proposal = await signer.sign(proposal);
  return proposal;
}

export async function draftGenesis(hub: MembershipHub, founders: readonly EnrolledPerson[], change: object = {}) {
  const key = async (log: 'trust' | 'audit') => (await clientAs(hub.url, null).call(auditRoutes.vkey, { params: { log } })).trim();
  return draft.genesis(Date.now(), {
    name: NETWORK_NAME, demonstration: true, secretariat: founders.map((founder) => founder.key), threshold: 2, policy: 0, witnesses: [],
    logs: { trust: await key('trust'), audit: await key('audit') }, ...change,
  });
}

/** A network that has begun, as one of its people follows it. */
export class FollowedNetwork {
  readonly id: string;
  private readonly hub: MembershipHub;
  private readonly follower: TrustFollower;

  constructor(hub: MembershipHub, id: string, follower: EnrolledPerson) {
    this.hub = hub;
    this.id = id;
    this.follower = new TrustFollower(follower.hub, id);
  }

  /** What a client draws statements from: the log, followed and verified from its newest checkpoint. */
  async context() {
    await this.hub.sequence();
    return { state: await this.follower.sync(), now: Date.now() };
  }

  /** A new epoch for who reads now, made by this officer's keyring. */
  async rotation(member: string, by: EnrolledPerson) {
    const { state, now } = await this.context();
    const readers = new TrustAt(state).readersOf(member);
    const certificates = await this.follower.certificates(readers.map(({ certificate }) => certificate));
    const epoch = uuidV7();
    const made = await by.keyring.createEpoch(this.id, epoch, readers.map(({ id, certificate }) => ({ officer: id, certificate: certificates.get(certificate)! })));
    const pinned = await Promise.all(made.packages.map(async ({ officer, sealed }) => ({ officer, package: await sha256Hex(sealed) })));
    const statement = draft.epochRotate({ state, now }, member, epoch, await certificateHash(made.certificate), pinned);
    return { statement, epoch, certificates: [made.certificate], packages: made.packages };
  }

  /** Answers the id of the epoch that is current then. */
  async rotateAndConfirm(member: string, by: EnrolledPerson, confirmer: EnrolledPerson): Promise<string> {
    const { statement, ...made } = await this.rotation(member, by);
    await appended(by.propose(statement, made));
    await appended(confirmer.propose(draft.epochConfirm(await this.context(), member, made.epoch)));
    return made.epoch;
  }
}

async function appended(proposal: Promise<Proposal>): Promise<void> {
  const { state, statement } = await proposal;
  if (state !== 'appended') throw new Error(`${statement.kind} is ${state}`);
}

/** A secretariat of two and a member with three security officers. */
export async function foundNetwork(hub: MembershipHub): Promise<{ network: FollowedNetwork; member: string; founders: EnrolledPerson[]; security: EnrolledPerson[] }> {
  const founders = await enrolPeople(hub, 2);
  const genesis = await draftGenesis(hub, founders);
  await appended(gathered(genesis, founders));
  const network = new FollowedNetwork(hub, await sha256Hex(statementBytes(genesis)), founders[0]!);
  const security = await enrolPeople(hub, 3);
  const admission = draft.memberAdmit(await network.context(), uuidV7(), await hub.authority(), security.map(({ key }) => key));
  await appended(gathered(admission, [...founders, ...security]));
  return { network, member: admission.roster, founders, security };
}

/** The same, with an officer and a reader admitted to the member. */
export async function staffedNetwork(hub: MembershipHub) {
  const founded = await foundNetwork(hub);
  const [officer, reader] = (await enrolPeople(hub, 2)) as [EnrolledPerson, EnrolledPerson];
  const [a, b] = founded.security as [EnrolledPerson, EnrolledPerson];
  for (const [person, role] of [[officer, 'officer'], [reader, 'reader']] as const) {
    await appended(gathered(draft.officerAdmit(await founded.network.context(), founded.member, person.key, role), [a, b, person]));
  }
  return { ...founded, officer, reader };
}
