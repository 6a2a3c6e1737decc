import { Injectable } from '@nestjs/common';
import { readSealedPart } from '#openpgp';
import { Problem } from '#protocol';
import { AuditLog } from '../audit/audit.port.ts';
import { AnonymousLimits } from '../identity/identity.port.ts';
import { ApplicantAccess } from './applicant-access.ts';
import { ApplicationRepository } from './application.repository.ts';
import { DraftRepository } from './draft.repository.ts';

/** Scans of one address block: twenty at once, then one a minute. */
const SCANS = { cost: 60, ahead: 1200 };

/** Keeps the sealed scan; a new one takes the place of the old. Its key is inside of the form, which the secretariat's officers open. */
@Injectable()
export class StoreScan {
  constructor(
    private readonly access: ApplicantAccess,
    private readonly limits: AnonymousLimits,
    private readonly applications: ApplicationRepository,
    private readonly drafts: DraftRepository,
    private readonly audit: AuditLog,
  ) {}

  /** Throws Problem('not-found' | 'gone' | 'message-refused' | 'too-many-requests'): what is no ciphertext of the one form is not stored. */
  async execute({ application: id, access, sealed: text }: { application: string; access: string; sealed: string }): Promise<void> {
    const sealed = Buffer.from(text, 'base64url');
    const read = readSealedPart(sealed);
    if (!read.ok) throw new Problem('message-refused', { verdict: read.reason });
    await this.limits.spend('application scan', SCANS);
    await this.access.within(access, id, async (tx, application) => {
      if (application === null) throw new Problem('not-found');
      if (application.state !== 'draft' && application.state !== 'returned') throw new Problem('gone');
      const hash = await this.drafts.writeScan(tx, id, sealed);
      await this.applications.touch(tx, id);
      await this.audit.record(tx, { action: 'application.scan', object: { kind: 'application', id }, details: { bytes: sealed.length, hash } });
    });
  }
}
