import { Injectable } from '@nestjs/common';
import { directoryImportRoutes, type ImportSummary } from '#protocol';
import { requireAccess } from '../../platform/access-guard.ts';
import { Clock } from '../../platform/clock.ts';
import { Outbox } from '../../platform/outbox.ts';
import { currentContext } from '../../platform/request-context.ts';
import { ImportRepository } from './import.repository.ts';
import { stageAfter } from './stage.policy.ts';
import { TakeStep } from './take-step.ts';

const ROUTES = { check: directoryImportRoutes.checkImport, run: directoryImportRoutes.runImport, undo: directoryImportRoutes.undoImport } as const;

/** Checking, importing and undoing take long: they are asked for here, in the transaction that says so, and done by the worker. */
@Injectable()
export class AskStep {
  constructor(
    private readonly steps: TakeStep,
    private readonly imports: ImportRepository,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  async execute(id: string, step: keyof typeof ROUTES): Promise<ImportSummary> {
    const { principal } = currentContext();
    requireAccess(ROUTES[step].access, principal, this.clock.now());
    return this.steps.execute(id, step, async (tx) => {
      await this.imports.setStage(tx, id, stageAfter(step)!, step === 'check' ? {} : { runBy: principal.officer });
      await this.imports.setProgress(tx, id, 0, 0);
      await this.outbox.put(tx, 'directory.import', { import: id, step });
      return 0;
    });
  }
}
