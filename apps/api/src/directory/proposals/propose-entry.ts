import { Injectable } from '@nestjs/common';
import {
  approvalsNeeded, canonicalText, contentFaults, diffContent, directoryProposalRoutes, ENTERED_BY_SECRETARIAT, mergeContent, Problem, sameValue, STATED_BY_AUTHORITY, withProvenance,
  type AuthorityContent, type ContentFault, type EntryProposal, type Json, type RouteInput,
} from '#protocol';
import { AuditLog } from '../../audit/audit.port.ts';
import { requireAccess } from '../../platform/access-guard.ts';
import { Clock } from '../../platform/clock.ts';
import type { Tx } from '../../platform/database.ts';
import { Outbox } from '../../platform/outbox.ts';
import { currentContext, type Principal } from '../../platform/request-context.ts';
import { refuseRings } from '../parent-rings.ts';
import { objectionToChange } from './entry-proposal.policy.ts';
import { EntryProposalRepository, type Revision } from './entry-proposal.repository.ts';
import { ProposalDesk } from './proposal-desk.ts';

type Proposed = Omit<RouteInput<typeof directoryProposalRoutes.proposeEntry>['body'], 'id' | 'authority'>;

/** Characters of a proposal's canonical form. */
const LONGEST = 300_000;
/** Proposals of one member, or of the secretariat, that are not decided. */
const MOST_OPEN = { authority: 20, secretariat: 500 };

/** Security officers propose for the authority of their member, the secretariat for any entry and for new ones. */
@Injectable()
export class ProposeEntry {
  constructor(
    private readonly desk: ProposalDesk,
    private readonly proposals: EntryProposalRepository,
    private readonly audit: AuditLog,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  /**
   * Throws Problem('not-allowed' | 'id-reused' | 'too-large' | 'too-many-requests'); 'conflict' for a version that there is not, and with the verdict
   * 'overlap' when the entry has changed since in a value that is proposed; 'parent-ring'; and 'bad-request' with each fault (`<part>.<id>.<field>`), also for a proposal that changes nothing.
   */
  async execute({ id, authority, ...proposed }: RouteInput<typeof directoryProposalRoutes.proposeEntry>['body']): Promise<EntryProposal> {
    const { principal } = currentContext();
    const now = this.clock.now();
    requireAccess(directoryProposalRoutes.proposeEntry.access, principal, now);
    return this.desk.begin(principal, async (tx, own) => {
      if (principal.role === 'security' && authority !== own) throw new Problem('not-allowed');
      const known = await this.proposals.find(tx, id);
      if (known !== null) {
        if (known.proposedBy !== principal.officer || known.authority !== authority) throw new Problem('id-reused');
        return this.desk.view(tx, known, principal);
      }
      const member = principal.role === 'security' ? principal.member : null;
      if ((await this.proposals.countOpen(tx, member)) >= (member === null ? MOST_OPEN.secretariat : MOST_OPEN.authority)) throw new Problem('too-many-requests', { retryAfter: 3600 });
      const revision = await this.revisionOf(tx, authority, proposed, principal, now);
      await this.proposals.add(tx, id, authority, member, principal.officer, now, revision.stored);
      await this.happened(tx, id, authority, principal, now, { act: 'proposed', revision: 1, changes: revision.changes });
      return this.desk.view(tx, (await this.proposals.find(tx, id))!, principal);
    });
  }

  /** In the place of what was proposed before; approvals begin anew. */
  async change(id: string, { revision, ...proposed }: RouteInput<typeof directoryProposalRoutes.changeEntryProposal>['body']): Promise<EntryProposal> {
    const { principal } = currentContext();
    const now = this.clock.now();
    requireAccess(directoryProposalRoutes.changeEntryProposal.access, principal, now);
    return this.desk.act(id, principal, revision, objectionToChange, async (tx, { authority }) => {
      const { stored, changes } = await this.revisionOf(tx, authority, proposed, principal, now);
      await this.proposals.change(tx, id, now, stored);
      await this.happened(tx, id, authority, principal, now, { act: 'changed', revision: revision + 1, changes });
    });
  }

  private async revisionOf(tx: Tx, authority: string, { baseVersion, content: given, source, note }: Proposed, { role }: Principal, now: Date): Promise<{ stored: Revision; changes: number }> {
    const current = await this.desk.entryNow(tx, authority);
    // An entry that is gone comes back by a new proposal upon the version with which it went.
    if (baseVersion > current.version) throw new Problem('conflict');
    const base = await this.desk.contentAt(tx, authority, baseVersion);
    if (base === null && baseVersion !== current.version) throw new Problem('conflict');
    const stated = role === 'security' ? STATED_BY_AUTHORITY : ENTERED_BY_SECRETARIAT;
    const content = withProvenance(base, given, { source: source ?? stated, date: now.toISOString().slice(0, 10) });
    if (mergeContent(base, current.content, content).conflicts.length > 0) throw new Problem('conflict', { verdict: 'overlap' });
    if (canonicalText(content as Json).length > LONGEST) throw new Problem('too-large');
    const faults = [...contentFaults(base, content), ...(await this.faultOfParent(tx, authority, base, content))];
    if (faults.length > 0) throw new Problem('bad-request', { fields: faults.slice(0, 50).map(({ part, id, field, fault }) => ({ path: [part, id, field].join('.'), reason: fault })) });
    const changes = diffContent(base, content);
    const reordered = base !== null && !sameValue(base.names, content.names);
    if (changes.length === 0 && !reordered) throw new Problem('bad-request', { fields: [{ path: 'body.content', reason: 'changes nothing' }] });
    const parts = changes.length === 0 ? (['names'] as const) : new Set(changes.map(({ part }) => part));
    return { stored: { baseVersion, content, parts: [...parts], approvalsNeeded: changes.length === 0 ? 2 : approvalsNeeded(base, content), source, note }, changes: changes.length };
  }

  /** A parent body that is linked is another entry of the directory. Throws Problem('parent-ring') when it stands below this one. */
  private async faultOfParent(tx: Tx, authority: string, base: AuthorityContent | null, { parents }: AuthorityContent): Promise<ContentFault[]> {
    const [parent] = parents;
    if (parent === undefined || parent.authority === null || sameValue(base?.parents ?? [], parents)) return [];
    const { content } = await this.desk.entryNow(tx, parent.authority);
    if (parent.authority === authority || content === null) return [{ part: 'parents', id: parent.id, field: 'authority', fault: 'parent' }];
    await refuseRings(tx, [{ authority, parent: parent.authority }]);
    return [];
  }

  private async happened(tx: Tx, id: string, authority: string, { officer, role, member }: Principal, at: Date, { act, revision, changes }: { act: 'proposed' | 'changed'; revision: number; changes: number }): Promise<void> {
    await this.proposals.note(tx, id, { at, officer, side: role === 'security' ? 'authority' : 'secretariat', act, revision, reason: null });
    await this.audit.record(tx, { action: 'directory.propose', object: { kind: 'authority', id: authority }, details: { proposal: id, revision, changes } });
    await this.outbox.put(tx, 'directory.proposal', { proposal: id, moved: 'waiting', member: role === 'security' ? member : null, officer });
  }
}
