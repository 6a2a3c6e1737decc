// What everything by an applicant's link begins with. The secret that the link yields is the access: 256 bits; the hub keeps its hash.
import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Problem, type ApplicantView } from '#protocol';
import { AnonymousLimits } from '../identity/identity.port.ts';
import { Database, type Tx } from '../platform/database.ts';
import { ApplicationRepository, type Application } from './application.repository.ts';
import { ApplicationTimes } from './application-times.ts';
import { DraftRepository } from './draft.repository.ts';

export function hashOfAccess(access: string): Buffer {
  return createHash('sha256').update(Buffer.from(access, 'base64url')).digest();
}

@Injectable()
export class ApplicantAccess {
  constructor(
    private readonly database: Database,
    private readonly limits: AnonymousLimits,
    private readonly applications: ApplicationRepository,
  ) {}

  /** Counts the request, then runs `work` with what the link opens, locked; null: nothing yet. `id`: of the application that is named, if one is. */
  async within<T>(access: string, id: string | null, work: (tx: Tx, application: Application | null) => Promise<T>): Promise<T> {
    await this.limits.push();
    return this.database.transaction(async (tx) => {
      const application = await this.applications.byAccess(tx, hashOfAccess(access));
      if (application !== null && id !== null && application.id !== id) throw new Problem('not-found');
      return work(tx, application);
    }, 'system');
  }
}

/** An application as its applicant sees it. */
@Injectable()
export class ApplicantViews {
  constructor(
    private readonly applications: ApplicationRepository,
    private readonly drafts: DraftRepository,
    private readonly times: ApplicationTimes,
  ) {}

  async of(tx: Tx, id: string): Promise<ApplicantView> {
    const application = (await this.applications.find(tx, id))!;
    const draft = await this.drafts.read(tx, id);
    const events = await this.applications.events(tx, id);
    const { country, authority, authority_name: authorityName, email, language, state, submission } = application;
    return {
      id,
      state,
      draft: draft === null ? null : Buffer.from(draft.sealed).toString('base64url'),
      version: draft?.version ?? 0,
      submission,
      head: country === null || authorityName === null || language === null ? null : { state: country, authority, authorityName, email, language },
      history: events.map(({ at, state: then, reason, note }) => ({ at: at.toISOString(), state: then, reason, note: note === null ? null : Buffer.from(note).toString('base64url') })),
      expires: this.times.endOf(application)?.toISOString() ?? null,
    };
  }
}
