import { Controller } from '@nestjs/common';
import { applicationRoutes as routes, type RouteAnswer, type RouteInput } from '#protocol';
import { Handles, Input } from '../platform/handles.ts';
import { CheckStep, UncheckStep } from './check-step.ts';
import { DecideApplication } from './decide-application.ts';
import { EditChecklist } from './edit-checklist.ts';
import { LinkAuthority } from './link-authority.ts';
import { ListApplications, ShowApplication } from './read-applications.ts';
import { RewrapLetters } from './rewrap-letters.ts';

type Answer<K extends keyof typeof routes> = Promise<RouteAnswer<(typeof routes)[K]>>;
type In<K extends keyof typeof routes> = RouteInput<(typeof routes)[K]>;

@Controller()
export class QueueController {
  constructor(
    private readonly queue: ListApplications,
    private readonly one: ShowApplication,
    private readonly letters: RewrapLetters,
    private readonly checklists: EditChecklist,
  ) {}

  @Handles(routes.applications)
  list(@Input() { query }: In<'applications'>): Answer<'applications'> {
    return this.queue.execute(query);
  }

  @Handles(routes.application)
  show(@Input() { params }: In<'application'>): Answer<'application'> {
    return this.one.execute(params.application);
  }

  @Handles(routes.applicationScan)
  async scan(@Input() { params }: In<'applicationScan'>): Promise<Buffer> {
    return Buffer.from(await this.one.scan(params.application));
  }

  @Handles(routes.lettersLacking)
  lacking(@Input() { body }: In<'lettersLacking'>): Answer<'lettersLacking'> {
    return this.letters.lacking(body.certificate);
  }

  @Handles(routes.addLetterKeys)
  addKeys(@Input() { body }: In<'addLetterKeys'>): Promise<void> {
    return this.letters.add(body);
  }

  @Handles(routes.checklists)
  lists(): Answer<'checklists'> {
    return this.checklists.list();
  }

  @Handles(routes.editChecklist)
  edit(@Input() { body }: In<'editChecklist'>): Promise<void> {
    return this.checklists.execute(body);
  }
}

@Controller()
export class ChecklistController {
  constructor(
    private readonly check: CheckStep,
    private readonly uncheck: UncheckStep,
    private readonly decision: DecideApplication,
    private readonly authority: LinkAuthority,
  ) {}

  @Handles(routes.checkStep)
  done(@Input() { params, body }: In<'checkStep'>): Answer<'checkStep'> {
    return this.check.execute(params.application, body);
  }

  @Handles(routes.uncheckStep)
  undo(@Input() { params }: In<'uncheckStep'>): Answer<'uncheckStep'> {
    return this.uncheck.execute(params.application, params.check);
  }

  @Handles(routes.decideApplication)
  decide(@Input() { params, body }: In<'decideApplication'>): Answer<'decideApplication'> {
    return this.decision.execute(params.application, body);
  }

  @Handles(routes.linkAuthority)
  link(@Input() { params, body }: In<'linkAuthority'>): Answer<'linkAuthority'> {
    return this.authority.execute(params.application, body.authority);
  }
}
