import { Module, type DynamicModule } from '@nestjs/common';
import type { Entrance } from '../app.module.ts';
import { DirectoryModule } from '../directory/directory.module.ts';
import { round } from '../platform/round.ts';
import { AdmitApplicant } from './admit-applicant.ts';
import { ApplicantAccess, ApplicantViews } from './applicant-access.ts';
import { ApplicantController, SecretariatKeysController } from './applicant.controller.ts';
import { ApplicationRepository } from './application.repository.ts';
import { ApplicationTimes } from './application-times.ts';
import { Admissions, Applicants } from './applications.port.ts';
import { ApplyingAuthority } from './applying-authority.ts';
import { CheckRepository } from './check.repository.ts';
import { CheckStep, KeepCheck, UncheckStep } from './check-step.ts';
import { ChecklistRepository } from './checklist.repository.ts';
import { DecideApplication } from './decide-application.ts';
import { DraftRepository } from './draft.repository.ts';
import { EditChecklist, ReadRequirements } from './edit-checklist.ts';
import { IdleApplications } from './idle-applications.ts';
import { LetterRepository } from './letter.repository.ts';
import { LinkAuthority } from './link-authority.ts';
import { OpenApplication } from './open-application.ts';
import { PresentApplication } from './present-application.ts';
import { ReadApplicants } from './read-applicants.ts';
import { ListApplications, ShowApplication } from './read-applications.ts';
import { ReadSecretariatKeys } from './read-secretariat-keys.ts';
import { RewrapLetters } from './rewrap-letters.ts';
import { DraftStores, SaveDraft } from './save-draft.ts';
import { SealedToSecretariat } from './sealed-to-secretariat.ts';
import { ChecklistController, QueueController } from './secretariat.controller.ts';
import { StoreScan } from './store-scan.ts';
import { FileApplication, FilingStores, SubmitApplication } from './submit-application.ts';
import { TendApplications } from './tend-applications.ts';
import { WithdrawApplication } from './withdraw-application.ts';
import { WorkOnApplication } from './work-on-application.ts';

const STORES = [ApplicationRepository, DraftRepository, LetterRepository, CheckRepository, ChecklistRepository, ApplicationTimes];
const PORTS = [
  { provide: Admissions, useClass: AdmitApplicant },
  { provide: Applicants, useClass: ReadApplicants },
];
const HTTP = [
  ApplicantAccess, ApplicantViews, DraftStores, SaveDraft, StoreScan, OpenApplication, SubmitApplication, FileApplication, FilingStores, WithdrawApplication, ReadSecretariatKeys, ReadRequirements,
  ApplyingAuthority, SealedToSecretariat, PresentApplication, WorkOnApplication, ListApplications, ShowApplication, CheckStep, KeepCheck, UncheckStep, DecideApplication, LinkAuthority,
  RewrapLetters, EditChecklist,
];

const TEND_MS = 60_000;

/** Global: an admission asks for the application, a notice for its address. Reminders and endings run in the worker only. */
@Module({})
export class ApplicationsModule {
  static forRoot(entrance: Entrance): DynamicModule {
    const http = entrance === 'http';
    return {
      module: ApplicationsModule,
      global: true,
      imports: http ? [DirectoryModule] : [],
      controllers: http ? [SecretariatKeysController, ApplicantController, QueueController, ChecklistController] : [],
      providers: [...STORES, ...PORTS, ...(http ? HTTP : [IdleApplications, TendApplications, round('applications', TEND_MS, TendApplications)])],
      exports: [Admissions, Applicants],
    };
  }
}
