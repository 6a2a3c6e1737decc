// The routes that pages call by name. The worker holds the tables with their schemas; pages carry only the types.
import type {
  applicationRoutes,
  auditRoutes,
  directoryConfirmationRoutes,
  directoryExchangeRoutes,
  directoryHistoryRoutes,
  directoryImportRoutes,
  directoryProposalRoutes,
  directoryRoutes,
  directoryStatesRoutes,
  drillRoutes,
  identityRoutes,
  membershipRoutes,
  messagingRoutes,
  noticesRoutes,
  Route,
  RouteAnswer,
  RouteCall,
} from '#protocol';

interface Tables {
  applications: typeof applicationRoutes;
  audit: typeof auditRoutes;
  directory: typeof directoryRoutes;
  'directory-confirmation': typeof directoryConfirmationRoutes;
  'directory-exchange': typeof directoryExchangeRoutes;
  'directory-proposals': typeof directoryProposalRoutes;
  'directory-history': typeof directoryHistoryRoutes;
  'directory-import': typeof directoryImportRoutes;
  drill: typeof drillRoutes;
  'directory-states': typeof directoryStatesRoutes;
  identity: typeof identityRoutes;
  membership: typeof membershipRoutes;
  messaging: typeof messagingRoutes;
  notices: typeof noticesRoutes;
}
export type RouteName = { [T in keyof Tables]: `${T}.${keyof Tables[T] & string}` }[keyof Tables];
type RouteOf<N extends RouteName> = N extends `${infer T extends keyof Tables}.${infer R}` ? (R extends keyof Tables[T] ? (Tables[T][R] extends Route ? Tables[T][R] : never) : never) : never;
export type CallOf<N extends RouteName> = RouteCall<RouteOf<N>>;
export type AnswerOf<N extends RouteName> = RouteAnswer<RouteOf<N>>;
