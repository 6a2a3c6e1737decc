// What every act on a proposal needs: the proposal held, who acts, the entry beside it, and the view that is answered.
import { Injectable } from '@nestjs/common';
import { AuthorityContent, Problem, type EntryProposal, type EntryProposalSummary, type ProblemCode } from '#protocol';
import { Database, type Tx } from '../../platform/database.ts';
import type { Principal } from '../../platform/request-context.ts';
import { VersionRepository } from '../history/version.repository.ts';
import { OwnAuthority } from '../own-authority.ts';
import { approversOf, objectionToApproval, objectionToChange, objectionToReturn, objectionToWithdrawal, type Actor, type Judged } from './entry-proposal.policy.ts';
import { EntryProposalRepository, type StoredEntryProposal } from './entry-proposal.repository.ts';

/** An entry as it is now. Version 0 and no content: it is not in the directory and never was. */
export interface EntryNow {
  readonly version: number;
  readonly content: AuthorityContent | null;
}

@Injectable()
export class ProposalDesk {
  constructor(
    private readonly database: Database,
    private readonly proposals: EntryProposalRepository,
    private readonly versions: VersionRepository,
    private readonly own: OwnAuthority,
  ) {}

  /**
   * Runs an act on one proposal that the caller may see, held for the time. `revision`: the one that the caller saw.
   * Throws Problem('not-found' | what `objection` says), and 'conflict' if it was changed meanwhile.
   */
  async act(id: string, principal: Principal, revision: number, objection: (actor: Actor, proposal: Judged) => ProblemCode | null, work: (tx: Tx, proposal: StoredEntryProposal) => Promise<void>): Promise<EntryProposal> {
    return this.begin(principal, async (tx) => {
      const proposal = await this.proposals.find(tx, id, true);
      if (proposal === null) throw new Problem('not-found');
      if (proposal.revision !== revision) throw new Problem('conflict');
      const refused = objection(principal, proposal);
      if (refused !== null) throw new Problem(refused);
      await work(tx, proposal);
      return this.view(tx, (await this.proposals.find(tx, id))!, principal);
    });
  }

  /** A transaction in which a security officer may write for their own authority. */
  async begin<T>(principal: Principal, work: (tx: Tx, own: string | null) => Promise<T>): Promise<T> {
    const own = await this.own.of(principal);
    return this.database.transaction(async (tx) => {
      if (own !== null) await this.own.enter(tx, own);
      return work(tx, own);
    });
  }

  async entryNow(tx: Tx, authority: string): Promise<EntryNow> {
    const version = (await this.versions.find(tx, authority, {}))?.version ?? 0;
    return { version, content: await this.contentAt(tx, authority, version) };
  }

  async contentAt(tx: Tx, authority: string, version: number): Promise<AuthorityContent | null> {
    return version === 0 ? null : ((await this.versions.contents(tx, authority, [version])).get(version) ?? null);
  }

  async view(tx: Tx, proposal: StoredEntryProposal, principal: Principal): Promise<EntryProposal> {
    const { authority, baseVersion, content, source, note, version, events } = proposal;
    const now = await this.entryNow(tx, authority);
    const allows = (objection: (actor: Actor, judged: Judged) => ProblemCode | null) => objection(principal, proposal) === null;
    return {
      ...summaryOf(proposal), baseVersion, base: await this.contentAt(tx, authority, baseVersion), currentVersion: now.version, current: now.content, content, source, note, events, version,
      may: { change: allows(objectionToChange), withdraw: allows(objectionToWithdrawal), return: allows(objectionToReturn), approve: allows(objectionToApproval) },
    };
  }
}

export function summaryOf(proposal: StoredEntryProposal): EntryProposalSummary {
  const { id, authority, member, state, proposedBy, created, moved, revision, parts, approvalsNeeded, baseVersion, content } = proposal;
  const full = content.names.filter(({ kind }) => kind === 'official' || kind === 'native' || kind === 'rendering');
  const name = (full.find(({ language }) => language === 'en') ?? full[0] ?? content.names[0])?.name ?? '';
  return {
    id, authority, name, country: content.state, isNew: baseVersion === 0, state, side: member === null ? 'secretariat' : 'authority', proposedBy, created, moved, revision, parts, approvalsNeeded,
    approvedBy: approversOf(proposal),
  };
}
