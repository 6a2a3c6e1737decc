// What proposing and signing share: one more signature, and the log as soon as none is missing. Inside a transaction that holds the log's lock.
import { Injectable } from '@nestjs/common';
import { verifyStatementSignature, readCertificate } from '#openpgp';
import { fromBase64Url, Problem, statementBytes, type Proposal, type Statement, type StatementSignature } from '#protocol';
import { Admissions } from '../applications/applications.port.ts';
import { AuditLog } from '../audit/audit.port.ts';
import type { Tx } from '../platform/database.ts';
import type { Principal } from '../platform/request-context.ts';
import { AppendStatement, refused } from './append-statement.ts';
import { CertificateRepository } from './certificate.repository.ts';
import { Drills } from './drills.ts';
import { missingFor, signerOf } from './proposal.policy.ts';
import { ProposalRepository, type StoredProposal } from './proposal.repository.ts';
import { viewOf } from './proposal-view.ts';
import type { TrustTx } from './trust-transaction.ts';

@Injectable()
export class GatherSignatures {
  constructor(
    private readonly proposals: ProposalRepository,
    private readonly certificates: CertificateRepository,
    private readonly append: AppendStatement,
    private readonly admissions: Admissions,
    private readonly audit: AuditLog,
    private readonly drills: Drills,
  ) {}

  /** Takes a signature that is missing, made by the caller's certificate. Throws Problem('not-allowed' | 'statement-refused'). */
  async add({ tx, state, now }: TrustTx, { id, statement, signatures }: StoredProposal, signature: StatementSignature, principal: Principal): Promise<void> {
    // Beyond the replay, which cannot see drills: nobody signs that a member is live before two have rehearsed.
    if (statement.kind === 'member.live' && !(await this.drills.isRehearsed(tx, state, statement.roster, now))) throw new Problem('statement-refused', { verdict: 'drills-missing' });
    const signed = signatures.map(({ certificate }) => certificate);
    const { missing } = missingFor(state, statement, signed, principal.officer);
    const wanted = missing.some(({ certificates }) => certificates.includes(signature.certificate));
    if (!wanted || signerOf(state, statement, signature.certificate) !== principal.officer) throw new Problem('not-allowed');
    await this.requireValid(tx, statement, signature);
    await this.proposals.addSignature(tx, id, signature);
    await this.audit.record(tx, { action: 'statement.sign', object: { kind: 'proposal', id }, details: { proposal: id, certificate: signature.certificate } });
  }

  /** Appends the statement if no signature is missing. Answers the proposal as it stands then. Throws Problem('checklist-incomplete'), see Admissions. */
  async settle({ tx, state, now }: TrustTx, id: string, principal: Principal): Promise<Proposal> {
    const gathered = (await this.proposals.find(tx, id))!;
    const { statement } = gathered;
    if (statement.kind === 'member.admit') await this.admissions.proposed(tx, statement, id);
    const signed = gathered.signatures.map(({ certificate }) => certificate);
    if (missingFor(state, gathered.statement, signed, principal.officer).missing.length > 0) return viewOf(state, gathered, principal, now);
    const appended = await this.append.execute(tx, state, gathered.statement, gathered.signatures);
    if ('refused' in appended) throw refused(appended.refused);
    if (statement.kind === 'member.admit') await this.admissions.admitted(tx, statement);
    await this.proposals.appended(tx, id, appended.index);
    await this.proposals.voidRoster(tx, gathered.statement.roster);
    return viewOf(appended.state, { ...gathered, state: 'appended', index: appended.index }, principal, now);
  }

  private async requireValid(tx: Tx, statement: Statement, { certificate: hash, signature }: StatementSignature): Promise<void> {
    const bytes = (await this.certificates.read(tx, [hash])).get(hash);
    const read = bytes === undefined ? null : await readCertificate(bytes);
    if (!read?.ok) throw refused('certificate-missing');
    const check = await verifyStatementSignature({ statementBytes: statementBytes(statement), kind: statement.kind, signature: fromBase64Url(signature), certificate: read.certificate });
    if (!check.ok) throw refused('signature-invalid');
  }
}
