// All routes by feature. A feature adds its table here and nowhere else.
import type { Route } from '../route.ts';
import { membershipRoutes } from './membership.ts';
import { platformRoutes } from './platform.ts';

export * from './membership.ts';
export * from './platform.ts';

export const ROUTE_TABLES: Readonly<Record<string, Readonly<Record<string, Route>>>> = { platform: platformRoutes, membership: membershipRoutes };
