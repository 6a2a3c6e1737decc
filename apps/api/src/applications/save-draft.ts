import { Injectable } from '@nestjs/common';
import { Problem, type ApplicantView } from '#protocol';
import { AuditLog } from '../audit/audit.port.ts';
import { AnonymousLimits } from '../identity/identity.port.ts';
import type { Tx } from '../platform/database.ts';
import { ApplicantAccess, ApplicantViews, hashOfAccess } from './applicant-access.ts';
import { ApplicationRepository } from './application.repository.ts';
import { DraftRepository } from './draft.repository.ts';

/** New applications of one address block: ten at once, then six an hour. */
const BEGINNINGS = { cost: 600, ahead: 6000 };
/** Drafts in the whole hub: what strangers can make it keep has an end. */
const MOST_DRAFTS = 5000;

export interface DraftToSave {
  readonly application: string;
  readonly access: string;
  readonly draft: string;
  readonly version: number;
}

/** Where a draft and its application are kept. */
@Injectable()
export class DraftStores {
  constructor(
    readonly applications: ApplicationRepository,
    readonly drafts: DraftRepository,
  ) {}

  async begin(tx: Tx, { application, access, version }: DraftToSave) {
    // A draft that ran out, or was withdrawn in another window: nothing is there that could be replaced.
    if (version !== 0) throw new Problem('not-found');
    if ((await this.applications.drafts(tx)) >= MOST_DRAFTS) throw new Problem('unavailable', { retryAfter: 3600 });
    const begun = await this.applications.begin(tx, application, hashOfAccess(access));
    if (begun === null) throw new Problem('id-reused');
    return begun;
  }
}

/** Keeps what the applicant has so far. Ciphertext: the key is in the applicant's link, which the hub never sees. */
@Injectable()
export class SaveDraft {
  constructor(
    private readonly access: ApplicantAccess,
    private readonly limits: AnonymousLimits,
    private readonly stores: DraftStores,
    private readonly views: ApplicantViews,
    private readonly audit: AuditLog,
  ) {}

  /** The same save again is answered alike. Throws Problem('not-found' | 'gone' | 'conflict' | 'id-reused' | 'too-many-requests' | 'unavailable'). */
  async execute(given: DraftToSave): Promise<ApplicantView> {
    if (await this.access.within(given.access, given.application, async (_, application) => application === null)) await this.limits.spend('application', BEGINNINGS);
    return this.access.within(given.access, given.application, async (tx, known) => {
      const application = known ?? (await this.stores.begin(tx, given));
      if (application.state !== 'draft' && application.state !== 'returned') throw new Problem('gone');
      const sealed = Buffer.from(given.draft, 'base64url');
      const before = await this.stores.drafts.read(tx, application.id);
      const repeated = before !== null && before.version === given.version + 1 && sealed.equals(before.sealed);
      if (!repeated) {
        if ((before?.version ?? 0) !== given.version) throw new Problem('conflict');
        await this.stores.drafts.write(tx, application.id, { version: given.version + 1, sealed });
        await this.stores.applications.touch(tx, application.id);
        await this.audit.record(tx, { action: 'application.save', object: { kind: 'application', id: application.id }, details: { version: given.version + 1 } });
      }
      return this.views.of(tx, application.id);
    });
  }
}
