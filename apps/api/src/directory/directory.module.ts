import { Module } from '@nestjs/common';
import { DirectoryController } from './directory.controller.ts';
import { Authorities } from './directory.port.ts';
import { DirectoryIndex } from './directory-index.ts';
import { DirectoryRepository } from './directory.repository.ts';
import { DirectoryExportController } from './export/directory-export.controller.ts';
import { ExportDirectory } from './export/export-directory.ts';
import { FindAuthorities } from './find-authorities.ts';
import { ListStates } from './list-states.ts';
import { MembersNow } from './members-now.ts';
import { ShowAuthority } from './show-authority.ts';

@Module({
  controllers: [DirectoryController, DirectoryExportController],
  providers: [DirectoryRepository, { provide: Authorities, useExisting: DirectoryRepository }, MembersNow, DirectoryIndex, FindAuthorities, ShowAuthority, ListStates, ExportDirectory],
  exports: [Authorities],
})
export class DirectoryModule {}
