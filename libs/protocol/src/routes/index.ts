// All routes by feature. A feature adds its table here and nowhere else.
import type { Route } from '../route.ts';
import { applicationRoutes } from './applications.ts';
import { auditRoutes } from './audit.ts';
import { deviceRoutes } from './devices.ts';
import { directorySnapshotRoutes } from './directory-snapshot.ts';
import { directoryRoutes } from './directory.ts';
import { directoryExchangeRoutes } from './directory-exchange.ts';
import { directoryConfirmationRoutes } from './directory-confirmation.ts';
import { directoryImportRoutes } from './directory-import.ts';
import { directoryHistoryRoutes } from './directory-history.ts';
import { directoryProposalRoutes } from './directory-proposals.ts';
import { drillRoutes } from './drills.ts';
import { directoryStatesRoutes } from './directory-states.ts';
import { identityRoutes } from './identity.ts';
import { liveRoutes } from './live.ts';
import { membershipRoutes } from './membership.ts';
import { messagingRoutes } from './messaging.ts';
import { noticesRoutes } from './notices.ts';
import { platformRoutes } from './platform.ts';
import { rewrappingRoutes } from './rewrapping.ts';

export * from './applications.ts';
export * from './audit.ts';
export * from './devices.ts';
export * from './directory.ts';
export * from './directory-exchange.ts';
export * from './directory-confirmation.ts';
export * from './directory-history.ts';
export * from './directory-proposals.ts';
export * from './directory-import.ts';
export * from './directory-snapshot.ts';
export * from './drills.ts';
export * from './directory-states.ts';
export * from './identity.ts';
export * from './live.ts';
export * from './membership.ts';
export * from './messaging.ts';
export * from './notices.ts';
export * from './platform.ts';
export * from './rewrapping.ts';

export const ROUTE_TABLES: Readonly<Record<string, Readonly<Record<string, Route>>>> = {
  applications: applicationRoutes,
  audit: auditRoutes,
  device: deviceRoutes,
  directory: directoryRoutes,
  'directory-exchange': directoryExchangeRoutes,
  'directory-confirmation': directoryConfirmationRoutes,
  'directory-import': directoryImportRoutes,
  'directory-snapshot': directorySnapshotRoutes,
  'directory-history': directoryHistoryRoutes,
  'directory-proposals': directoryProposalRoutes,
  drill: drillRoutes,
  'directory-states': directoryStatesRoutes,
  identity: identityRoutes,
  live: liveRoutes,
  membership: membershipRoutes,
  messaging: messagingRoutes,
  notices: noticesRoutes,
  platform: platformRoutes,
  rewrapping: rewrappingRoutes,
};
