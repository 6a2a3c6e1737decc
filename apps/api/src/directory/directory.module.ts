import { Module } from '@nestjs/common';
import { ConfirmEntry } from './confirmation/confirm-entry.ts';
import { ConfirmationController } from './confirmation/confirmation.controller.ts';
import { ListStale } from './confirmation/list-stale.ts';
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
import { ListAuthorities } from './list-authorities.ts';
import { ListStates } from './list-states.ts';
import { MembersNow } from './members-now.ts';
import { OwnAuthority } from './own-authority.ts';
import { ApproveProposal } from './proposals/approve-proposal.ts';
import { EntryProposalController } from './proposals/entry-proposal.controller.ts';
import { EntryProposalRepository } from './proposals/entry-proposal.repository.ts';
import { MoveProposal } from './proposals/move-proposal.ts';
import { ProposalDesk } from './proposals/proposal-desk.ts';
import { ProposeEntry } from './proposals/propose-entry.ts';
import { ReadEntryProposals } from './proposals/read-entry-proposals.ts';
import { RecordView } from './record-view.ts';
import { ShowAuthority } from './show-authority.ts';
import { ReadCoverage } from './states/read-coverage.ts';
import { ShowState } from './states/show-state.ts';
import { StatesController } from './states/states.controller.ts';
import { WriteEntry } from './write-entry.ts';

@Module({
  controllers: [DirectoryController, DirectoryExportController, HistoryController, EntryProposalController, ConfirmationController, StatesController],
  providers: [
    DirectoryRepository, { provide: Authorities, useExisting: DirectoryRepository }, MembersNow, DirectoryIndex, FindAuthorities, ListAuthorities, RecordView, ShowAuthority,
    ListStates, ExportDirectory, VersionRepository, ShowHistory, WriteEntry,
    OwnAuthority, EntryProposalRepository, ProposalDesk, ProposeEntry, MoveProposal, ApproveProposal, ReadEntryProposals, ConfirmEntry, ListStale,
    ShowState, ReadCoverage,
  ],
  exports: [Authorities, DirectoryRepository, MembersNow, VersionRepository, WriteEntry],
})
export class DirectoryModule {}
