import { Module, type DynamicModule } from '@nestjs/common';
import { DirectoryModule } from '../directory.module.ts';
import { AskStep } from './ask-step.ts';
import { ImportController } from './import.controller.ts';
import { ImportRepository } from './import.repository.ts';
import { ImportRowRepository } from './import-row.repository.ts';
import { PrepareImport } from './prepare-import.ts';
import { ReadImport } from './read-import.ts';
import { ShowImports } from './show-imports.ts';
import { TakeStep } from './take-step.ts';
import { UploadImport } from './upload-import.ts';
import { BeforeImport } from './work/before-import.ts';
import { CheckImport } from './work/check-import.ts';
import { HandleImports } from './work/handle-imports.ts';
import { ImportTask } from './work/import-task.ts';
import { RunImport } from './work/run-import.ts';
import { UndoImport } from './work/undo-import.ts';

/** Files into the directory: prepared over HTTP, checked, written and undone by the worker. */
@Module({})
export class DirectoryImportModule {
  static forRoot(entrance: 'http' | 'worker'): DynamicModule {
    const shared = [ImportRepository, ImportRowRepository, ReadImport];
    return entrance === 'http'
      ? { module: DirectoryImportModule, imports: [DirectoryModule], controllers: [ImportController], providers: [...shared, TakeStep, AskStep, PrepareImport, ShowImports, UploadImport] }
      : { module: DirectoryImportModule, imports: [DirectoryModule], providers: [...shared, ImportTask, BeforeImport, CheckImport, RunImport, UndoImport, HandleImports] };
  }
}
