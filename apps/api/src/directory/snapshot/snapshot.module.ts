import { Module, type DynamicModule } from '@nestjs/common';
import { round } from '../../platform/round.ts';
import { DirectoryModule } from '../directory.module.ts';
import { MakeSnapshot } from './make-snapshot.ts';
import { ShowSnapshot } from './show-snapshot.ts';
import { SnapshotController } from './snapshot.controller.ts';
import { SnapshotRepository } from './snapshot.repository.ts';

/** How often the worker looks whether the directory has changed. */
const EVERY_MS = 60_000;

/** The public directory as a document that can be kept and verified: made by the worker, handed out over HTTP. */
@Module({})
export class DirectorySnapshotModule {
  static forRoot(entrance: 'http' | 'worker'): DynamicModule {
    return entrance === 'http'
      ? { module: DirectorySnapshotModule, imports: [DirectoryModule], controllers: [SnapshotController], providers: [SnapshotRepository, ShowSnapshot] }
      : { module: DirectorySnapshotModule, imports: [DirectoryModule], providers: [SnapshotRepository, MakeSnapshot, round('snapshot', EVERY_MS, MakeSnapshot)] };
  }
}
