import { z } from 'zod';
import { PUBLIC, routeTable } from '../route.ts';

export const platformRoutes = routeTable({
  live: { method: 'GET', path: '/healthz', summary: 'The process answers', access: PUBLIC, response: z.object({ status: z.literal('ok') }) },
  ready: { method: 'GET', path: '/readyz', summary: 'Database and logs are reachable', access: PUBLIC, response: z.object({ status: z.literal('ok') }) },
  openapi: { method: 'GET', path: '/api/openapi.json', summary: 'This interface as OpenAPI 3.1', access: PUBLIC, response: z.record(z.string(), z.json()) },
});
