// What stands between a browser and the hub, for tests: a reverse proxy that can be cut, can answer itself, and can serve other files.
import { once } from 'node:events';
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Instead of the hub's answer. */
export interface OwnAnswer {
  readonly status: number;
  readonly type?: string;
  readonly body: string;
}

export interface Front {
  /** Where the browser goes; the hub's PUBLIC_URL. */
  readonly url: string;
  /** To which hub. */
  lead(target: string): void;
  /** Answers these addresses itself, where the function says so; headers of the hub's answer are kept. */
  instead(answer: (path: string) => OwnAnswer | null): void;
  /** Nobody listens any more, and what was open is broken. */
  cut(): Promise<void>;
  mend(): Promise<void>;
}

const theHubs = (_path: string): OwnAnswer | null => null;

export async function startFront(): Promise<Front> {
  let target = '';
  let instead = theHubs;
  const pass = (asked: IncomingMessage, answer: ServerResponse) => {
    const own = instead(asked.url ?? '/');
    const onward = request(`${target}${asked.url}`, { method: asked.method, headers: own ? { ...asked.headers, 'accept-encoding': 'identity' } : asked.headers }, (got) => {
      if (own === null) {
        answer.writeHead(got.statusCode!, got.headers);
        got.pipe(answer);
        return;
      }
      got.resume();
      const { 'content-length': _length, etag: _etag, 'last-modified': _modified, ...kept } = got.headers;
      answer.writeHead(own.status, { ...kept, ...(own.type === undefined ? {} : { 'content-type': own.type }) }).end(own.body);
    });
    onward.on('error', () => answer.destroy());
    answer.on('close', () => onward.destroy());
    asked.pipe(onward);
  };
  const server = createServer(pass).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://localhost:${port}`,
    lead: (to) => void (target = to),
    instead: (answer) => void (instead = answer),
    cut: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
    mend: async () => {
      if (server.listening) return;
      server.listen(port, '127.0.0.1');
      await once(server, 'listening');
    },
  };
}
