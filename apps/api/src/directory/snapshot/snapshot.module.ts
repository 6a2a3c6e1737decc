import { Module, type DynamicModule } from '@nestjs/common';
import { DirectoryModule } from '../directory.module.ts';
import { MakeSnapshot } from './make-snapshot.ts';
import { RunSnapshots } from './run-snapshots.ts';
import { ShowSnapshot } from './show-snapshot.ts';
import { SnapshotController } from './snapshot.controller.ts';
import { SnapshotRepository } from './snapshot.repository.ts';

/** The public directory as a document that can be kept and verified: made by the worker, handed out over HTTP. */
@Module({})
export class DirectorySnapshotModule {
  static forRoot(entrance: 'http' | 'worker'): DynamicModule {
    return entrance === 'http'
      ? { module: DirectorySnapshotModule, imports: [DirectoryModule], controllers: [SnapshotController], providers: [SnapshotRepository, ShowSnapshot] }
      : { module: DirectorySnapshotModule, imports: [DirectoryModule], providers: [SnapshotRepository, MakeSnapshot, RunSnapshots] };
  }
}
