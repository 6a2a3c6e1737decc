import { Module } from '@nestjs/common';
import { DirectoryController } from './directory.controller.ts';
import { Authorities } from './directory.port.ts';
import { DirectoryIndex } from './directory-index.ts';
import { DirectoryRepository } from './directory.repository.ts';
import { FindAuthorities } from './find-authorities.ts';
import { ListStates } from './list-states.ts';
import { MembersNow } from './members-now.ts';
import { ShowAuthority } from './show-authority.ts';

@Module({
  controllers: [DirectoryController],
  providers: [DirectoryRepository, { provide: Authorities, useExisting: DirectoryRepository }, MembersNow, DirectoryIndex, FindAuthorities, ShowAuthority, ListStates],
  exports: [Authorities],
})
export class DirectoryModule {}
