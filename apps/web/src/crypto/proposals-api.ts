// Statements that gather signatures, as the page needs them: with whom each admits, and whether a void one can be written anew.
import { draftAnew, sameAct, signProposal, type Client } from '#client';
import { admittedBy, membershipRoutes, Problem, type OfficerKey, type Proposal } from '#protocol';
import { objectionTo } from '#trust';
import type { OfficerDesk } from './officer-at-work.ts';

export interface ProposalView extends Proposal {
  /** Whose certificates it brings into use: to be compared with their owners before anybody signs. */
  readonly admits: readonly OfficerKey[];
  /** It is void, and the same act would follow from the log as this client knows it, and waits for signatures nowhere else. */
  readonly again: boolean;
}

const actOf = ({ statement: { kind, roster, subject, body } }: Proposal) => JSON.stringify([kind, roster, kind === 'secretariat.change' || kind === 'network.policy' || kind === 'release.publish' ? null : subject, body]);

export function proposalsApi({ hub }: Client, desk: OfficerDesk) {
  const session = async () => (await desk.atWork()).officer;
  const list = async (state: 'waiting' | 'void') => (await hub.call(membershipRoutes.proposals, { query: { state } })).items;
  return {
    /** Those that wait, and mine that became void lately; newest first. */
    proposals: async (): Promise<ProposalView[]> => {
      const [waiting, lately] = await Promise.all([list('waiting'), list('void')]);
      const state = lately.length === 0 ? null : await (await session()).trust.sync();
      const seen = new Set(waiting.map(actOf));
      const again = lately.filter((proposal) => {
        const act = actOf(proposal);
        if (state === null || seen.has(act) || sameAct(state, proposal.statement) === null) return false;
        seen.add(act);
        return true;
      });
      return [...waiting, ...again].map((proposal) => ({ ...proposal, admits: admittedBy(proposal.statement), again: proposal.state === 'void' }));
    },
    /** Signs exactly the statement that was shown, once it follows from the log as this client replays it: whatever the hub says of it. */
    signProposal: async (proposal: Proposal): Promise<Proposal> => {
      const officer = await session();
      const objection = objectionTo(await officer.trust.sync(), proposal.statement);
      if (objection !== null) throw new Problem('statement-refused', { verdict: objection.code });
      return signProposal(officer, proposal);
    },
    /** Fails with already-done when the act does not follow any more. */
    draftAnew: async (proposal: Proposal): Promise<Proposal> => draftAnew(await session(), proposal),
  };
}
