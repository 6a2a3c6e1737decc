import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Problem, type ApplicantView, type ApplicationHead, type LetterKey } from '#protocol';
import { AuditLog } from '../audit/audit.port.ts';
import { Outbox } from '../platform/outbox.ts';
import type { Tx } from '../platform/database.ts';
import { ApplicantAccess, ApplicantViews } from './applicant-access.ts';
import { ApplicationRepository, type Application } from './application.repository.ts';
import { ApplyingAuthority } from './applying-authority.ts';
import { ChecklistRepository } from './checklist.repository.ts';
import { DraftRepository } from './draft.repository.ts';
import { LetterRepository } from './letter.repository.ts';
import { SealedToSecretariat } from './sealed-to-secretariat.ts';

export interface Submission {
  readonly application: string;
  readonly access: string;
  readonly head: ApplicationHead;
  /** SHA-256 of the sealed scan as stored, to which the form inside of the letter refers. */
  readonly scan: string;
  readonly letter: { readonly id: string; readonly body: string; readonly keys: readonly LetterKey[] };
}

@Injectable()
export class FilingStores {
  constructor(
    readonly letters: LetterRepository,
    readonly drafts: DraftRepository,
    readonly checklists: ChecklistRepository,
  ) {}
}

/** What filing changes, all in the caller's transaction. */
@Injectable()
export class FileApplication {
  constructor(
    private readonly applications: ApplicationRepository,
    private readonly stores: FilingStores,
    private readonly audit: AuditLog,
    private readonly outbox: Outbox,
  ) {}

  async isRepeated(tx: Tx, application: Application, { letter }: Submission): Promise<boolean> {
    if (application.letter !== letter.id) return false;
    const stored = await this.stores.letters.body(tx, letter.id);
    return stored !== null && Buffer.from(letter.body, 'base64url').equals(stored);
  }

  async file(tx: Tx, application: Application, { head, scan, letter }: Submission): Promise<void> {
    const { id } = application;
    if ((await this.stores.drafts.scanHash(tx, id)) !== scan) throw new Problem('bad-request', { fields: [{ path: 'body.scan', reason: 'is not the scan that was stored' }] });
    if (!(await this.stores.letters.add(tx, id, letter))) throw new Problem('id-reused');
    if (application.letter !== null) await this.stores.letters.remove(tx, application.letter);
    // What was configured when it was filed stays with it.
    const checklist = application.checklist ?? (await this.stores.checklists.of(tx, head.state));
    await this.applications.submit(tx, id, head, letter.id, checklist);
    const body = createHash('sha256').update(Buffer.from(letter.body, 'base64url')).digest('hex');
    await this.audit.record(tx, { action: 'application.submit', object: { kind: 'application', id }, details: { submission: application.submission + 1, letter: letter.id, body } });
    await this.outbox.put(tx, 'application.changed', { application: id });
    await this.outbox.put(tx, 'application.waits', { application: id });
  }
}

/** The form is handed in, sealed to the secretariat of now. After a return it is handed in again, and takes the place of the first. */
@Injectable()
export class SubmitApplication {
  constructor(
    private readonly access: ApplicantAccess,
    private readonly views: ApplicantViews,
    private readonly sealed: SealedToSecretariat,
    private readonly authority: ApplyingAuthority,
    private readonly filing: FileApplication,
  ) {}

  /**
   * The same letter again is answered alike. Throws Problem('not-found' | 'gone' | 'message-refused' | 'recipients-refused' | 'already-done' |
   * 'bad-request' | 'id-reused').
   */
  async execute(given: Submission): Promise<ApplicantView> {
    return this.access.within(given.access, given.application, async (tx, application) => {
      if (application === null) throw new Problem('not-found');
      if (!(await this.filing.isRepeated(tx, application, given))) {
        if (application.state !== 'draft' && application.state !== 'returned') throw new Problem('gone');
        await this.sealed.require(given.letter);
        if (given.head.authority !== null) await this.authority.require(tx, given.head.authority, given.head.state);
        await this.filing.file(tx, application, given);
      }
      return this.views.of(tx, application.id);
    });
  }
}
