// OpenAPI 3.1 from the route tables: the schemas are the very ones that validate.
import { z } from 'zod';
import { PROBLEMS } from './problems.ts';
import type { Route } from './route.ts';
import { ROUTE_TABLES } from './routes/index.ts';

type JsonSchema = Record<string, unknown>;

function schemaOf(type: z.ZodType, io: 'input' | 'output'): JsonSchema {
  const { $schema: _, ...schema } = z.toJSONSchema(type, { io, unrepresentable: 'any' });
  return schema;
}

function contentOf(type: z.ZodType | 'bytes' | 'text', io: 'input' | 'output', media?: readonly string[]): JsonSchema {
  if (media && (type === 'bytes' || type === 'text')) return Object.fromEntries(media.map((name) => [name, { schema: { type: 'string', ...(type === 'bytes' ? { format: 'binary' } : {}) } }]));
  if (type === 'bytes') return { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } };
  if (type === 'text') return { 'text/plain': { schema: { type: 'string' } } };
  return { 'application/json': { schema: schemaOf(type, io) } };
}

function parametersOf(route: Route): JsonSchema[] {
  const list: JsonSchema[] = [];
  for (const [place, type] of [['path', route.params], ['query', route.query]] as const) {
    if (!type) continue;
    const schema = schemaOf(type, 'input') as { properties?: Record<string, JsonSchema>; required?: string[] };
    for (const [name, property] of Object.entries(schema.properties ?? {})) {
      list.push({ name, in: place, required: place === 'path' || (schema.required ?? []).includes(name), schema: property });
    }
  }
  return list;
}

/** The whole interface as an OpenAPI 3.1 document. */
export function openApiDocument(): Record<string, z.core.util.JSONType> {
  const paths: Record<string, Record<string, JsonSchema>> = {};
  for (const [feature, table] of Object.entries(ROUTE_TABLES)) {
    for (const [name, route] of Object.entries(table)) {
      const path = route.path.replaceAll(/:(\w+)/g, '{$1}');
      (paths[path] ??= {})[route.method.toLowerCase()] = {
        operationId: name,
        tags: [feature],
        summary: route.summary,
        security: route.access.kind === 'public' ? [] : [{ session: [] }],
        'x-access': route.access,
        parameters: parametersOf(route),
        ...(route.body ? { requestBody: { required: true, content: contentOf(route.body, 'input') } } : {}),
        responses: {
          [route.status ?? (route.response ? 200 : 204)]: { description: 'Done', ...(route.response ? { content: contentOf(route.response, 'output', route.media) } : {}) },
          default: { $ref: '#/components/responses/Problem' },
        },
      };
    }
  }
  return {
    openapi: '3.1.0',
    info: { title: 'GlobE hub', version: '1', license: { name: 'AGPL-3.0-or-later', identifier: 'AGPL-3.0-or-later' } },
    paths: paths as Record<string, z.core.util.JSONType>,
    components: {
      securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: 'session' } },
      responses: { Problem: { description: 'Refused (RFC 9457)', content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } } } },
      schemas: {
        Problem: {
          type: 'object',
          required: ['type', 'title', 'status', 'code'],
          properties: {
            type: { type: 'string' }, title: { type: 'string' }, status: { type: 'integer' },
            code: { type: 'string', enum: Object.keys(PROBLEMS) }, correlation: { type: 'string' },
            fields: { type: 'array', items: { type: 'object', properties: { path: { type: 'string' }, reason: { type: 'string' } } } },
            retryAfter: { type: 'integer' }, verdict: { type: 'string' },
          },
        },
      },
    },
  };
}
