// The typed way to the hub: every route of libs/protocol, validated both ways; every failure is a HubProblem.
import { fromUtf8, Problem, PROBLEMS, type ProblemCode, type ProblemDetails, type Route, type RouteAnswer, type RouteCall } from '#protocol';
import { CookieJar } from './cookie-jar.ts';

/** A refusal or failure as the caller meets it. `correlation` names it in the hub's records; null when nothing was reached. */
export class HubProblem extends Problem {
  readonly correlation: string | null;
  /** True when the hub could not be reached, or did not answer in time: whether it acted is unknown. */
  readonly unreachable: boolean;
  constructor(code: ProblemCode, details: ProblemDetails, correlation: string | null, options: { cause?: unknown; unreachable?: boolean } = {}) {
    super(code, details);
    this.correlation = correlation;
    this.unreachable = options.unreachable ?? false;
    if (options.cause !== undefined) this.cause = options.cause;
  }
}

export interface HubClientOptions {
  /** Where the hub is; in the portal its own origin. */
  readonly baseUrl: string;
  /** What the program calls itself in the list of sessions: `portal`, `globe 0.1`. Letters, digits, space and ./- only. */
  readonly client: string;
  /** Outside browsers: keep the session cookie in this object. In browsers the cookie is out of reach of scripts. */
  readonly cookies?: boolean;
  readonly fetch?: typeof fetch;
  /** Milliseconds to wait for a whole answer. Default: 60,000. */
  readonly timeout?: number;
}

type Given = { params?: Record<string, unknown>; query?: Record<string, unknown>; body?: unknown };

export class HubClient {
  private readonly base: URL;
  private readonly jar: CookieJar | null;
  private readonly send: typeof fetch;

  constructor(private readonly options: HubClientOptions) {
    this.base = new URL(options.baseUrl);
    this.jar = options.cookies ? new CookieJar(this.base) : null;
    this.send = options.fetch ?? ((input, init) => fetch(input, init));
  }

  /** Calls a route. Throws HubProblem for every refusal and failure, that of the network (`unavailable`, unreachable) included. */
  async call<R extends Route>(route: R, ...[input]: object extends RouteCall<R> ? [input?: RouteCall<R>] : [input: RouteCall<R>]): Promise<RouteAnswer<R>> {
    const given = (input ?? {}) as Given;
    let answer: Response;
    let bytes: Uint8Array<ArrayBuffer>;
    try {
      answer = await this.send(this.address(route, given), this.request(route, given));
      this.jar?.keep(answer.headers);
      bytes = new Uint8Array(await answer.arrayBuffer());
    } catch (cause) {
      throw new HubProblem('unavailable', {}, null, { cause, unreachable: true });
    }
    const correlation = answer.headers.get('x-correlation-id');
    if (!answer.ok) throw problemOf(answer.status, bytes, correlation);
    return answerOf(route, bytes, correlation) as RouteAnswer<R>;
  }

  /** Opens a route that answers with a stream, and does not wait for its end. Throws as `call`; a stream that breaks off ends with an error of its own. */
  async open(route: Route, signal: AbortSignal): Promise<ReadableStream<Uint8Array<ArrayBuffer>>> {
    let answer: Response;
    try {
      answer = await this.send(this.address(route, {}), { ...this.request(route, {}), signal });
      this.jar?.keep(answer.headers);
    } catch (cause) {
      throw new HubProblem('unavailable', {}, null, { cause, unreachable: true });
    }
    const correlation = answer.headers.get('x-correlation-id');
    if (!answer.ok) throw problemOf(answer.status, new Uint8Array(await answer.arrayBuffer().catch(() => new ArrayBuffer(0))), correlation);
    if (!answer.body) throw new HubProblem('internal', { verdict: 'malformed-answer' }, correlation);
    return answer.body;
  }

  private address(route: Route, { params = {}, query = {} }: Given): URL {
    const url = new URL(route.path.replaceAll(/:(\w+)/g, (_, name: string) => encodeURIComponent(String(params[name]))), this.base);
    for (const [name, value] of Object.entries(query)) {
      if (value !== undefined) url.searchParams.set(name, String(value));
    }
    return url;
  }

  private request(route: Route, { body }: Given): RequestInit {
    const headers = new Headers({ 'x-globe-client': this.options.client, accept: 'application/json, application/problem+json, */*;q=0.5' });
    const cookie = this.jar?.header();
    if (cookie) headers.set('cookie', cookie);
    const binary = route.body === 'bytes';
    if (route.body) headers.set('content-type', binary ? 'application/octet-stream' : 'application/json');
    return {
      method: route.method,
      headers,
      body: route.body ? (binary ? (body as Uint8Array<ArrayBuffer>) : JSON.stringify(body)) : null,
      credentials: 'same-origin',
      redirect: 'error',
      cache: 'no-store',
      signal: AbortSignal.timeout(this.options.timeout ?? 60_000),
    };
  }
}

function answerOf(route: Route, bytes: Uint8Array<ArrayBuffer>, correlation: string | null): unknown {
  if (!route.response) return undefined;
  if (route.response === 'bytes') return bytes;
  try {
    const text = fromUtf8(bytes);
    return route.response === 'text' ? text : route.response.parse(JSON.parse(text));
  } catch (cause) {
    throw new HubProblem('internal', { verdict: 'malformed-answer' }, correlation, { cause });
  }
}

/** Reads application/problem+json; an answer of something in between (a proxy) is told by its status alone. */
function problemOf(status: number, bytes: Uint8Array, correlation: string | null): HubProblem {
  let body: ProblemDetails & { code?: unknown; correlation?: unknown } = {};
  try {
    body = JSON.parse(fromUtf8(bytes)) as typeof body;
  } catch {
    // No problem document.
  }
  const { code } = body;
  const known = typeof code === 'string' && Object.hasOwn(PROBLEMS, code) ? (code as ProblemCode) : null;
  const details: ProblemDetails = {};
  if (known) {
    if (Array.isArray(body.fields)) details.fields = body.fields;
    if (typeof body.retryAfter === 'number') details.retryAfter = body.retryAfter;
    if (typeof body.verdict === 'string') details.verdict = body.verdict;
  }
  return new HubProblem(known ?? (status >= 500 ? 'unavailable' : 'bad-request'), details, typeof body.correlation === 'string' ? body.correlation : correlation);
}
