import { Module } from '@nestjs/common';
import { DirectoryController } from './directory.controller.ts';
import { Authorities } from './directory.port.ts';
import { DirectoryIndex } from './directory-index.ts';
import { DirectoryRepository } from './directory.repository.ts';
import { DirectoryExportController } from './export/directory-export.controller.ts';
import { ExportDirectory } from './export/export-directory.ts';
import { FindAuthorities } from './find-authorities.ts';
import { HistoryController } from './history/history.controller.ts';
import { ShowHistory } from './history/show-history.ts';
import { VersionRepository } from './history/version.repository.ts';
import { ListStates } from './list-states.ts';
import { MembersNow } from './members-now.ts';
import { RecordView } from './record-view.ts';
import { ShowAuthority } from './show-authority.ts';
import { WriteEntry } from './write-entry.ts';

@Module({
  controllers: [DirectoryController, DirectoryExportController, HistoryController],
  providers: [
    DirectoryRepository, { provide: Authorities, useExisting: DirectoryRepository }, MembersNow, DirectoryIndex, FindAuthorities, RecordView, ShowAuthority,
    ListStates, ExportDirectory, VersionRepository, ShowHistory, WriteEntry,
  ],
  exports: [Authorities],
})
export class DirectoryModule {}
