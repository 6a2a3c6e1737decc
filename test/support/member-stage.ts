// A network in which every kind of statement has something to do.
import { draft, REKEY_WAIT_MS } from '#trust';
import { makePeople, makePerson, TrustNetwork, type Person } from './trust-network.ts';

export interface Stage {
  readonly network: TrustNetwork;
  readonly member: string;
  /** Three who serve. */
  readonly security: Person[];
  readonly officer: Person;
  readonly reader: Person;
  readonly auditor: Person;
  /** Once a security officer of the member. */
  readonly removed: Person;
  /** An officer, suspended until two lift it. */
  readonly suspended: Person;
  /** An officer's key from before it was replaced. */
  readonly replaced: Person;
  /** Reads, admitted after the rotations. */
  readonly newcomer: Person;
  /** Confirmed, then superseded by nothing: current. */
  readonly current: string;
  /** Rotated by security[0], waits. */
  readonly pending: string;
  readonly otherMember: string;
  readonly outsiders: Person[];
}

/** The same officer with another key. */
export async function rekeyed({ officer, key }: Person): Promise<Person> {
  return makePerson(key.card, officer);
}

export async function setStage(): Promise<Stage> {
  const network = await TrustNetwork.begin({ witnesses: 3, policy: 2 });
  const security = await makePeople(4);
  const [first, second, , removed] = security as [Person, Person, Person, Person];
  const member = await network.admitMember(security);
  const [officer, reader, auditor, newcomer, suspended, replaced] = (await makePeople(6)) as [Person, Person, Person, Person, Person, Person];
  const admit = async (person: Person, role: 'officer' | 'reader' | 'auditor') => network.append(draft.officerAdmit(network.context, member, person.key, role), [first, second, person]);
  await admit(officer, 'officer');
  await admit(reader, 'reader');
  await admit(auditor, 'auditor');
  await admit(suspended, 'officer');
  await admit(replaced, 'officer');
  await network.append(draft.officerRemove(network.context, member, removed.officer), [first, second]);
  const outsiders = await makePeople(2);
  const otherMember = await network.admitMember(outsiders);
  const anew = await rekeyed(replaced);
  await network.append(draft.officerRekey(network.context, member, anew.key), [first, second, anew]);
  await network.wait(REKEY_WAIT_MS);
  await network.append(draft.officerSuspend(network.context, member, suspended.officer), [first]);
  const current = await network.rotateAndConfirm(member, first, reader);
  const rotation = await network.rotation(member);
  await network.append(rotation, [first]);
  await admit(newcomer, 'officer');
  return {
    network, member, security: security.slice(0, 3), officer, reader, auditor, removed, suspended, replaced, newcomer, current, pending: rotation.subject, otherMember, outsiders,
  };
}
