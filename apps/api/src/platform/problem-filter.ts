// The one place where errors become answers (RFC 9457). What is not a Problem is logged whole and answered as `internal`, without details.
import { Catch, HttpException, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Problem, PROBLEMS, type ProblemCode } from '#protocol';
import { currentContext } from './request-context.ts';

const BY_STATUS: Readonly<Record<number, ProblemCode>> = {
  400: 'bad-request', 401: 'not-signed-in', 403: 'not-allowed', 404: 'not-found', 405: 'method-not-allowed',
  406: 'not-acceptable', 413: 'too-large', 415: 'unsupported-media-type', 429: 'too-many-requests', 503: 'unavailable',
};

/** Hears of every refusal of a declared route before it is answered. Implemented by audit. */
export abstract class RefusalListener {
  /** `route`: method and declared path, such as `GET /api/audit/entries`. */
  abstract refused(problem: Problem, route: string): Promise<void>;
}

@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger(ProblemFilter.name);

  constructor(private readonly listener: RefusalListener) {}

  async catch(error: unknown, host: ArgumentsHost): Promise<void> {
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const problem = toProblem(error);
    await this.tell(problem, host.switchToHttp().getRequest<FastifyRequest>());
    if (problem.status >= 500) this.logger.error({ err: error, correlation: currentContext().correlation }, problem.message);
    answerProblem(problem, reply);
  }

  private async tell(problem: Problem, { method, routeOptions }: FastifyRequest): Promise<void> {
    if (!routeOptions.url) return;
    try {
      await this.listener.refused(problem, `${method} ${routeOptions.url}`);
    } catch (error) {
      this.logger.error({ err: error, correlation: currentContext().correlation }, 'a refusal could not be recorded');
    }
  }
}

/** Also for what the framework refuses before any hook runs, such as addresses that are malformed or too long. */
export function answerProblem(problem: Problem, reply: FastifyReply): void {
  void reply.send(answerBody(problem, reply));
}

/** Makes the answer a problem's; returns what to send. */
export function answerBody(problem: Problem, reply: FastifyReply): string {
  if (problem.details.retryAfter !== undefined) reply.header('retry-after', String(problem.details.retryAfter));
  void reply.status(problem.status).header('content-type', 'application/problem+json').header('cache-control', 'no-store');
  return JSON.stringify(problemBody(problem));
}

export function problemBody(problem: Problem): Record<string, unknown> {
  return {
    type: `urn:globe:problem:${problem.code}`,
    title: PROBLEMS[problem.code][1],
    status: problem.status,
    code: problem.code,
    correlation: currentContext().correlation,
    ...problem.details,
  };
}

/** Problems as they are; the framework's own refusals by their status; all else `internal`. */
export function toProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  const status = error instanceof HttpException ? error.getStatus() : (error as { statusCode?: unknown } | null)?.statusCode;
  const code = typeof status === 'number' ? (BY_STATUS[status] ?? (status < 500 ? 'bad-request' : 'internal')) : 'internal';
  return new Problem(code);
}
