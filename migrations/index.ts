// All migrations, oldest first. Frozen once landed: a change is a new one.
import { Platform1764000000000 } from './1764000000000-platform.ts';
import { Logs1764000100000 } from './1764000100000-logs.ts';
import { Identity1764000200000 } from './1764000200000-identity.ts';
import { Membership1764000300000 } from './1764000300000-membership.ts';
import { Messaging1764000400000 } from './1764000400000-messaging.ts';
import { Directory1764000500000 } from './1764000500000-directory.ts';
import { Notices1764000600000 } from './1764000600000-notices.ts';
import { NoticeStates1764000700000 } from './1764000700000-notice-states.ts';
import { DirectorySearch1764000800000 } from './1764000800000-directory-search.ts';
import { ProposalSight1764000900000 } from './1764000900000-proposal-sight.ts';
import { ThreadLooks1764001500000 } from './1764001500000-thread-looks.ts';
import { DirectoryContent1764002000000 } from './1764002000000-directory-content.ts';
import { DirectoryProposals1764002010000 } from './1764002010000-directory-proposals.ts';
import { DirectoryImport1764002100000 } from './1764002100000-directory-import.ts';
import { DirectorySnapshot1764002110000 } from './1764002110000-directory-snapshot.ts';
import { Terms1764002300000 } from './1764002300000-terms.ts';
import { Applications1764002310000 } from './1764002310000-applications.ts';
import { Seats1764002400000 } from './1764002400000-seats.ts';
import { AttestationReminders1764002410000 } from './1764002410000-attestation-reminders.ts';
import { SessionEnds1764002500000 } from './1764002500000-session-ends.ts';
import { Rewrapping1764002600000 } from './1764002600000-rewrapping.ts';
import { KeyReminders1764002610000 } from './1764002610000-key-reminders.ts';
import { Reissue1764002620000 } from './1764002620000-reissue.ts';
import { Drills1764002630000 } from './1764002630000-drills.ts';
import { Devices1764002710000 } from './1764002710000-devices.ts';
import { NoticePreferences1764002711000 } from './1764002711000-notice-preferences.ts';
import { AddressChanges1764002750000 } from './1764002750000-address-changes.ts';
import { CardErasure1764002751000 } from './1764002751000-card-erasure.ts';

export const MIGRATIONS = [
  Platform1764000000000,
  Logs1764000100000,
  Identity1764000200000,
  Membership1764000300000,
  Messaging1764000400000,
  Directory1764000500000,
  Notices1764000600000,
  NoticeStates1764000700000,
  DirectorySearch1764000800000,
  ProposalSight1764000900000,
  ThreadLooks1764001500000,
  DirectoryContent1764002000000,
  DirectoryProposals1764002010000,
  DirectoryImport1764002100000,
  DirectorySnapshot1764002110000,
  Terms1764002300000,
  Applications1764002310000,
  Seats1764002400000,
  AttestationReminders1764002410000,
  SessionEnds1764002500000,
  Rewrapping1764002600000,
  KeyReminders1764002610000,
  Reissue1764002620000,
  Drills1764002630000,
  Devices1764002710000,
  NoticePreferences1764002711000,
  AddressChanges1764002750000,
  CardErasure1764002751000,
];
