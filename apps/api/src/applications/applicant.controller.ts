import { Controller } from '@nestjs/common';
import { applicationRoutes as routes, type RouteAnswer, type RouteInput } from '#protocol';
import { Handles, Input } from '../platform/handles.ts';
import { ReadRequirements } from './edit-checklist.ts';
import { OpenApplication } from './open-application.ts';
import { ReadSecretariatKeys } from './read-secretariat-keys.ts';
import { SaveDraft } from './save-draft.ts';
import { StoreScan } from './store-scan.ts';
import { SubmitApplication } from './submit-application.ts';
import { WithdrawApplication } from './withdraw-application.ts';

@Controller()
export class SecretariatKeysController {
  constructor(
    private readonly keys: ReadSecretariatKeys,
    private readonly requirements: ReadRequirements,
  ) {}

  @Handles(routes.secretariatKeys)
  secretariat(): Promise<RouteAnswer<typeof routes.secretariatKeys>> {
    return this.keys.execute();
  }

  @Handles(routes.requirements)
  required(@Input() { query }: RouteInput<typeof routes.requirements>): Promise<RouteAnswer<typeof routes.requirements>> {
    return this.requirements.execute(query.state);
  }
}

@Controller()
export class ApplicantController {
  constructor(
    private readonly opening: OpenApplication,
    private readonly drafts: SaveDraft,
    private readonly scans: StoreScan,
    private readonly submission: SubmitApplication,
    private readonly withdrawal: WithdrawApplication,
  ) {}

  @Handles(routes.openApplication)
  open(@Input() { body }: RouteInput<typeof routes.openApplication>): Promise<RouteAnswer<typeof routes.openApplication>> {
    return this.opening.execute(body.access);
  }

  @Handles(routes.saveDraft)
  save(@Input() { params, body }: RouteInput<typeof routes.saveDraft>): Promise<RouteAnswer<typeof routes.saveDraft>> {
    return this.drafts.execute({ ...params, ...body });
  }

  @Handles(routes.storeScan)
  scan(@Input() { params, body }: RouteInput<typeof routes.storeScan>): Promise<void> {
    return this.scans.execute({ ...params, ...body });
  }

  @Handles(routes.submitApplication)
  submit(@Input() { params, body }: RouteInput<typeof routes.submitApplication>): Promise<RouteAnswer<typeof routes.submitApplication>> {
    return this.submission.execute({ ...params, ...body });
  }

  @Handles(routes.withdrawApplication)
  withdraw(@Input() { params, body }: RouteInput<typeof routes.withdrawApplication>): Promise<void> {
    return this.withdrawal.execute({ ...params, ...body });
  }
}
