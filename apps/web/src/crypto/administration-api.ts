// Statements: proposing, signing and what comes of them. The workflows of libs/client draft on the newest verified state.
import { proposeAuditor, proposeMember, proposeOfficer, proposeRemoval } from '#client';
import type { EnrolledOfficer, OfficerKey, Proposal } from '#protocol';
import { Failure } from './channel.ts';
import type { OfficerDesk } from './officer-at-work.ts';

const keyOf = ({ officer, certificate, cardHash }: EnrolledOfficer): OfficerKey => ({ officer, certificate, card: cardHash });

export function administrationApi(desk: OfficerDesk) {
  const session = async () => (await desk.atWork()).officer;
  const ownMember = () => {
    const member = desk.who?.member;
    if (!member) throw new Failure('not-allowed');
    return member;
  };
  return {
    /** Null: already a member. */
    proposeMember: async (authority: string, founders: readonly EnrolledOfficer[]): Promise<Proposal | null> => proposeMember(await session(), authority, founders.map(keyOf)),
    /** `ends`: ISO time at which a temporary officer leaves. */
    proposeOfficer: async (enrolled: EnrolledOfficer, ends: string | null): Promise<Proposal | null> => {
      if (enrolled.role === null) throw new Failure('bad-request');
      return proposeOfficer(await session(), ownMember(), keyOf(enrolled), enrolled.role, ends);
    },
    /** `members`: whose records they may read; null: all. */
    proposeAuditor: async (enrolled: EnrolledOfficer, members: string[] | null): Promise<Proposal | null> => proposeAuditor(await session(), keyOf(enrolled), members),
    proposeRemoval: async (officer: string): Promise<Proposal | null> => proposeRemoval(await session(), ownMember(), officer),
  };
}
