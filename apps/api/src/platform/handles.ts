// Binds a controller's method to a route of libs/protocol, and hands it the validated input.
import { applyDecorators, createParamDecorator, HttpCode, RequestMapping, RequestMethod, SetMetadata, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { Problem, type Route } from '#protocol';

export const ROUTE = 'globe:route';

/** The method serves this route: verb, path, status, access and schemas all come from the declaration. */
export function Handles(route: Route): MethodDecorator {
  return applyDecorators(
    RequestMapping({ path: route.path, method: RequestMethod[route.method] }),
    HttpCode(route.status ?? (route.response ? 200 : 204)),
    SetMetadata(ROUTE, route),
  );
}

/** Validated `RouteInput` of the handled route; Problem('bad-request') names each field that is off. */
export const Input = createParamDecorator((_: unknown, context: ExecutionContext) => {
  const route = routeOf(context);
  if (!route) throw new Error('@Input() needs @Handles()');
  const request = context.switchToHttp().getRequest<FastifyRequest>();
  const body = route.body;
  return {
    params: route.params ? parse(route.params, request.params, 'params') : undefined,
    query: route.query ? parse(route.query, request.query, 'query') : undefined,
    body: body === 'bytes' ? bytesOf(request.body) : body ? parse(body, request.body, 'body') : undefined,
  };
});

export function routeOf(context: ExecutionContext): Route | undefined {
  return Reflect.getMetadata(ROUTE, context.getHandler()) as Route | undefined;
}

function parse(schema: z.ZodType, value: unknown, place: string): unknown {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const fields = result.error.issues.slice(0, 20).map((issue) => ({ path: [place, ...issue.path].join('.').slice(0, 200), reason: issue.message.slice(0, 200) }));
  throw new Problem('bad-request', { fields });
}

function bytesOf(body: unknown): Uint8Array {
  if (!(body instanceof Uint8Array)) throw new Problem('unsupported-media-type');
  return body;
}
