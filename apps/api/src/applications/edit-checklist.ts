import { Injectable } from '@nestjs/common';
import { applicationRoutes as routes, Problem, type RouteAnswer, type RouteInput } from '#protocol';
import { AuditLog } from '../audit/audit.port.ts';
import { AnonymousLimits } from '../identity/identity.port.ts';
import { Clock } from '../platform/clock.ts';
import { Database } from '../platform/database.ts';
import { ChecklistRepository } from './checklist.repository.ts';
import { requireSecretariat } from './require-secretariat.ts';

/** What is checked before an admission, for all States and for single ones. Applications keep the list they were filed under. */
@Injectable()
export class EditChecklist {
  constructor(
    private readonly clock: Clock,
    private readonly database: Database,
    private readonly checklists: ChecklistRepository,
    private readonly audit: AuditLog,
  ) {}

  async list(): Promise<RouteAnswer<typeof routes.checklists>> {
    requireSecretariat(routes.checklists);
    const all = await this.database.transaction((tx) => this.checklists.all(tx));
    return { items: all.map(({ country, checklist, version, changed, changedBy }) => ({ ...checklist, state: country, version, changed: changed?.toISOString() ?? null, changedBy })) };
  }

  /** `version`: of the list that it replaces, 0 when there is none. Throws Problem('conflict') when somebody changed it meanwhile. */
  async execute({ state, version, checklist }: RouteInput<typeof routes.editChecklist>['body']): Promise<void> {
    const caller = requireSecretariat(routes.editChecklist, this.clock.now());
    await this.database.transaction(async (tx) => {
      await this.checklists.lock(tx);
      const present = (await this.checklists.all(tx)).find(({ country }) => country === state)?.version ?? 0;
      if (present !== version) throw new Problem('conflict');
      if (checklist === null) await this.checklists.remove(tx, state);
      else await this.checklists.write(tx, { country: state, checklist, version: version + 1, changedBy: caller.officer });
      await this.audit.record(tx, { action: 'application.checklist', object: null, details: { state, version: checklist === null ? 0 : version + 1 } });
    });
  }
}

/** By which instruments a State nominates: what the public form offers. */
@Injectable()
export class ReadRequirements {
  constructor(
    private readonly database: Database,
    private readonly checklists: ChecklistRepository,
    private readonly limits: AnonymousLimits,
  ) {}

  async execute(state: string): Promise<RouteAnswer<typeof routes.requirements>> {
    await this.limits.push();
    const { instruments } = await this.database.transaction((tx) => this.checklists.of(tx, state), 'system');
    return { instruments };
  }
}
