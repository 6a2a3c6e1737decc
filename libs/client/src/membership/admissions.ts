// Who belongs: statements by the secretariat and by security officers. Each function proposes with the caller's signature.
import { uuidV7, type OfficerKey, type OfficerRole, type Proposal } from '#protocol';
import { draft, TrustAt, type TrustState } from '#trust';
import { submitOnNewest, type OfficerSession } from './submit-statement.ts';

const context = (state: TrustState) => ({ state, now: Date.now() });

/** Proposes to admit an authority with its founding security officers; k secretariat officers and each founder sign. Null: it is a member already. */
export async function proposeMember(session: OfficerSession, authority: string, securityOfficers: OfficerKey[]): Promise<Proposal | null> {
  const member = uuidV7();
  return submitOnNewest(session, async (state) =>
    new TrustAt(state).memberOfAuthority(authority) === null ? { statement: draft.memberAdmit(context(state), member, authority, securityOfficers) } : null,
  );
}

/** Proposes to admit an officer, until `ends` (ISO time) if given; two security officers and the officer sign. Null: serves already. */
export async function proposeOfficer(session: OfficerSession, member: string, key: OfficerKey, role: OfficerRole, ends: string | null = null): Promise<Proposal | null> {
  return submitOnNewest(session, async (state) =>
    new TrustAt(state).officersOf(member).some(({ id }) => id === key.officer) ? null : { statement: draft.officerAdmit(context(state), member, key, role, ends) },
  );
}

/** Proposes to remove an officer; two security officers sign. Null: does not serve. `compromisedSince`: trust log position. */
export async function proposeRemoval(session: OfficerSession, member: string, officer: string, compromisedSince: number | null = null): Promise<Proposal | null> {
  return submitOnNewest(session, async (state) =>
    new TrustAt(state).officersOf(member).some(({ id }) => id === officer) ? { statement: draft.officerRemove(context(state), member, officer, compromisedSince) } : null,
  );
}

/** Proposes an auditor of the network; k secretariat officers and the auditor sign. `members` null: may read the records of all. */
export async function proposeAuditor(session: OfficerSession, key: OfficerKey, members: string[] | null): Promise<Proposal | null> {
  return submitOnNewest(session, async (state) =>
    new TrustAt(state).auditors().some(({ id }) => id === key.officer) ? null : { statement: draft.auditorGrant(context(state), key, members) },
  );
}
