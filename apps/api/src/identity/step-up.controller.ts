import { Controller } from '@nestjs/common';
import { identityRoutes as routes, type RouteAnswer, type RouteInput } from '#protocol';
import { Handles, Input } from '../platform/handles.ts';
import { SessionViews } from './session-view.ts';
import { FinishStepUpByPasskey, StartStepUpByPasskey } from './step-up-by-passkey.ts';
import { FinishStepUpByPassphrase, StartStepUpByPassphrase } from './step-up-by-passphrase.ts';

@Controller()
export class StepUpController {
  constructor(
    private readonly startPassphrase: StartStepUpByPassphrase,
    private readonly finishPassphrase: FinishStepUpByPassphrase,
    private readonly startPasskey: StartStepUpByPasskey,
    private readonly finishPasskey: FinishStepUpByPasskey,
    private readonly views: SessionViews,
  ) {}

  @Handles(routes.stepUpPassphraseStart)
  beginPassphrase(@Input() { body }: RouteInput<typeof routes.stepUpPassphraseStart>): Promise<RouteAnswer<typeof routes.stepUpPassphraseStart>> {
    return this.startPassphrase.execute(body.request);
  }

  @Handles(routes.stepUpPassphraseFinish)
  async completePassphrase(@Input() { body }: RouteInput<typeof routes.stepUpPassphraseFinish>): Promise<RouteAnswer<typeof routes.stepUpPassphraseFinish>> {
    return this.views.of(await this.finishPassphrase.execute(body));
  }

  @Handles(routes.stepUpPasskeyStart)
  beginPasskey(): Promise<RouteAnswer<typeof routes.stepUpPasskeyStart>> {
    return this.startPasskey.execute();
  }

  @Handles(routes.stepUpPasskeyFinish)
  async completePasskey(@Input() { body }: RouteInput<typeof routes.stepUpPasskeyFinish>): Promise<RouteAnswer<typeof routes.stepUpPasskeyFinish>> {
    return this.views.of(await this.finishPasskey.execute(body));
  }
}
