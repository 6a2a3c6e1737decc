import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { Problem, type ImportFailure, type ImportStage } from '#protocol';
import type { OutboxTopics } from '../../../platform/outbox.ts';
import { OutboxHandlers } from '../../../platform/queue-handlers.ts';
import { CheckImport } from './check-import.ts';
import { ImportBusy, ImportTask } from './import-task.ts';
import { RunImport } from './run-import.ts';
import { UndoImport } from './undo-import.ts';

type Step = OutboxTopics['directory.import']['step'];

/** Where an import is left when a step fails: as it was before. */
const BEFORE = { check: ['checking', 'draft'], run: ['running', 'checked'], undo: ['undoing', 'done'] } as const satisfies Record<Step, readonly [ImportStage, ImportStage]>;

/** The worker's side of imports. A step that cannot be done is said so and leaves nothing; one that was interrupted is done again. */
@Injectable()
export class HandleImports implements OnModuleInit {
  private readonly logger = new Logger(HandleImports.name);

  constructor(
    private readonly handlers: OutboxHandlers,
    private readonly task: ImportTask,
    private readonly check: CheckImport,
    private readonly run: RunImport,
    private readonly undo: UndoImport,
  ) {}

  onModuleInit(): void {
    this.handlers.register('directory.import', ({ payload }) => this.handle(payload));
  }

  private async handle({ import: id, step }: OutboxTopics['directory.import']): Promise<void> {
    try {
      await this[step].execute(id);
    } catch (error) {
      const failure = failureOf(error);
      if (failure === null) throw error;
      this.logger.warn(`import ${id}: ${step} failed: ${failure}`);
      if (failure === 'internal') this.logger.error({ err: error });
      await this.task.fail(id, BEFORE[step], failure);
    }
  }
}

/** Null: it may go another time (no database, another process at work). */
function failureOf(error: unknown): ImportFailure | null {
  if (error instanceof ImportBusy || (error instanceof Problem && error.code === 'unavailable')) return null;
  if (!(error instanceof Problem)) return 'internal';
  if (error.code === 'file-refused' || error.code === 'gone') return 'file-refused';
  if (error.code !== 'conflict') return 'internal';
  return error.details.verdict === 'directory-changed' ? 'directory-changed' : 'conflict';
}
