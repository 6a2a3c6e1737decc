// What the secretariat's acts share: the application locked, in a state in which the act makes sense, and shown anew afterwards.
import { Injectable } from '@nestjs/common';
import { Problem, type ApplicationDetail, type ApplicationState } from '#protocol';
import { Database, type Tx } from '../platform/database.ts';
import { currentContext } from '../platform/request-context.ts';
import { ApplicationRepository, type Application, type ApplicationEvent } from './application.repository.ts';
import { PresentApplication } from './present-application.ts';

@Injectable()
export class WorkOnApplication {
  constructor(
    private readonly database: Database,
    private readonly applications: ApplicationRepository,
    private readonly present: PresentApplication,
  ) {}

  /** Throws Problem('not-found'), or 'gone' when it is in another state: somebody else decided, or the applicant withdrew it. */
  async on(id: string, states: readonly ApplicationState[], act: (tx: Tx, application: Application) => Promise<void>): Promise<ApplicationDetail> {
    return this.database.transaction(async (tx) => {
      const application = await this.applications.find(tx, id, 'lock');
      if (application === null) throw new Problem('not-found');
      if (!states.includes(application.state)) throw new Problem('gone');
      await act(tx, application);
      return this.present.detail(tx, (await this.applications.find(tx, id))!, currentContext().principal!);
    });
  }

  moveTo(tx: Tx, id: string, event: Omit<ApplicationEvent, 'at'>): Promise<void> {
    return this.applications.moveTo(tx, id, event);
  }
  touch(tx: Tx, id: string): Promise<void> {
    return this.applications.touch(tx, id);
  }
  link(tx: Tx, id: string, authority: string): Promise<void> {
    return this.applications.link(tx, id, authority);
  }
}
