// The secretariat's queue, one application, and its scan. Looking is recorded.
import { Injectable } from '@nestjs/common';
import { APPLICATION_STATES, applicationRoutes as routes, OPEN_STATES, Problem, type ApplicationDetail, type RouteAnswer, type RouteInput } from '#protocol';
import { AuditLog } from '../audit/audit.port.ts';
import { Database } from '../platform/database.ts';
import { ApplicationRepository } from './application.repository.ts';
import { ApplicationTimes } from './application-times.ts';
import { DraftRepository } from './draft.repository.ts';
import { PresentApplication } from './present-application.ts';
import { requireSecretariat } from './require-secretariat.ts';

type ListQuery = RouteInput<typeof routes.applications>['query'];

@Injectable()
export class ListApplications {
  constructor(
    private readonly database: Database,
    private readonly applications: ApplicationRepository,
    private readonly present: PresentApplication,
    private readonly times: ApplicationTimes,
    private readonly audit: AuditLog,
  ) {}

  async execute(query: ListQuery): Promise<RouteAnswer<typeof routes.applications>> {
    requireSecretariat(routes.applications);
    const { remind } = this.times.limits();
    return this.database.transaction(async (tx) => {
      const found = await this.applications.list(tx, {
        states: statesOf(query.state), country: query.country, q: query.q, idleSince: query.stale === 'true' ? remind : null, cursor: query.cursor, limit: query.limit + 1,
      });
      const page = found.slice(0, query.limit);
      await this.audit.record(tx, { action: 'application.list', object: null, details: { rows: page.length } });
      const waiting = await this.applications.waiting(tx, remind);
      return { items: await this.present.items(tx, page), next: found.length > query.limit ? page.at(-1)!.id : null, ...waiting };
    });
  }
}

function statesOf(state: ListQuery['state']): readonly string[] {
  if (state === 'open') return OPEN_STATES;
  return state === 'all' ? APPLICATION_STATES : [state];
}

@Injectable()
export class ShowApplication {
  constructor(
    private readonly database: Database,
    private readonly applications: ApplicationRepository,
    private readonly drafts: DraftRepository,
    private readonly present: PresentApplication,
    private readonly audit: AuditLog,
  ) {}

  /** Throws Problem('not-found'), for a draft as for what is not there. */
  async execute(id: string): Promise<ApplicationDetail> {
    const viewer = requireSecretariat(routes.application);
    return this.database.transaction(async (tx) => {
      const application = await this.applications.find(tx, id);
      if (application === null) throw new Problem('not-found');
      await this.audit.record(tx, { action: 'application.view', object: { kind: 'application', id }, details: {} });
      return this.present.detail(tx, application, viewer);
    });
  }

  async scan(id: string): Promise<Uint8Array<ArrayBuffer>> {
    requireSecretariat(routes.applicationScan);
    return this.database.transaction(async (tx) => {
      const sealed = await this.drafts.scan(tx, id);
      if (sealed === null) throw new Problem('not-found');
      await this.audit.record(tx, { action: 'application.view-scan', object: { kind: 'application', id }, details: {} });
      return new Uint8Array(sealed);
    });
  }
}
