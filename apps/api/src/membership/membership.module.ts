import { Module, type DynamicModule } from '@nestjs/common';
import type { Entrance } from '../app.module.ts';
import { DirectoryModule } from '../directory/directory.module.ts';
import { round } from '../platform/round.ts';
import { AppendStatement } from './append-statement.ts';
import { CertificateRepository } from './certificate.repository.ts';
import { CheckPinned } from './check-pinned.ts';
import { CardStores, EraseCards } from './erase-cards.ts';
import { EndEnrolments, EnrolmentStores } from './end-enrolments.ts';
import { EpochPackageRepository } from './epoch-package.repository.ts';
import { DrillController } from './drill.controller.ts';
import { Drills } from './drills.ts';
import { ExpireProposals } from './expire-proposals.ts';
import { GatherSignatures } from './gather-signatures.ts';
import { KeepTime } from './keep-time.ts';
import { ListDueDrills } from './list-due-drills.ts';
import { LiveTrust } from './live-trust.ts';
import { Certificates, OfficerCards, Rosters, RosterStatements, TrustView } from './membership.port.ts';
import { OfficerCardRepository } from './officer-card.repository.ts';
import { ProposalController } from './proposal.controller.ts';
import { ProposalRepository } from './proposal.repository.ts';
import { ProposeStatement } from './propose-statement.ts';
import { ReadNetwork } from './read-network.ts';
import { ReadNetworkPeople } from './read-network-people.ts';
import { ReadOfficers } from './read-officers.ts';
import { ReadPackage } from './read-package.ts';
import { ReadProposals } from './read-proposals.ts';
import { ReadRosterStatements } from './read-roster-statements.ts';
import { ReadRosters } from './read-rosters.ts';
import { ReadStanding } from './read-standing.ts';
import { ReadTrustBundle } from './read-trust-bundle.ts';
import { ReadTrustLog } from './read-trust-log.ts';
import { RehearseRecovery } from './rehearse-recovery.ts';
import { RemindOfKeys } from './remind-of-keys.ts';
import { RemindAttestations } from './remind-attestations.ts';
import { SignProposal } from './sign-proposal.ts';
import { StoreCard } from './store-card.ts';
import { TrustLogController } from './trust-log.controller.ts';
import { TrustLogRepository } from './trust-log.repository.ts';
import { TrustTransaction } from './trust-transaction.ts';
import { WithdrawProposal } from './withdraw-proposal.ts';

const REPLAY = [TrustLogRepository, CertificateRepository, OfficerCardRepository, EpochPackageRepository, ProposalRepository, LiveTrust, ReadStanding, ReadRosters, AppendStatement, KeepTime];
const PORTS = [
  { provide: TrustView, useExisting: ReadStanding },
  { provide: Rosters, useExisting: ReadRosters },
  { provide: RosterStatements, useClass: ReadRosterStatements },
  { provide: Certificates, useExisting: CertificateRepository },
  { provide: OfficerCards, useExisting: OfficerCardRepository },
];
const HTTP = [Drills, ListDueDrills, RehearseRecovery, TrustTransaction, CheckPinned, GatherSignatures, ProposeStatement, SignProposal, WithdrawProposal, ReadProposals, ReadNetwork, ReadTrustLog, ReadTrustBundle, ReadNetworkPeople, ReadOfficers, ReadPackage, StoreCard];
const CLOCK_MS = 60_000;
const CARDS_MS = 3_600_000;
const WORKER = [ExpireProposals, RemindOfKeys, RemindAttestations, EnrolmentStores, EndEnrolments, CardStores, EraseCards, round('cards', CARDS_MS, EndEnrolments, EraseCards), round('clock', CLOCK_MS, KeepTime, ExpireProposals, RemindOfKeys, RemindAttestations)];

/** Global: every feature asks where somebody stands. The log's clock runs in the worker only. */
@Module({})
export class MembershipModule {
  static forRoot(entrance: Entrance): DynamicModule {
    const http = entrance === 'http';
    return {
      module: MembershipModule,
      global: true,
      imports: http ? [DirectoryModule] : [],
      controllers: http ? [TrustLogController, ProposalController, DrillController] : [],
      providers: [...REPLAY, ...PORTS, ...(http ? HTTP : WORKER)],
      exports: [TrustView, Rosters, RosterStatements, Certificates, OfficerCards],
    };
  }
}
