// Logs say what happened to which request, never what was in it: no headers, no bodies, no query strings.
import type { Params } from 'nestjs-pino';
import type { Config } from './config.ts';
import { currentContext } from './request-context.ts';

interface LoggedRequest {
  id: unknown;
  method: string;
  url: string;
}

export function logging(config: Config): Params {
  return {
    pinoHttp: {
      level: config.logLevel,
      autoLogging: { ignore: (request) => request.url === '/healthz' || request.url === '/readyz' },
      genReqId: () => currentContext().correlation,
      serializers: {
        req: ({ id, method, url }: LoggedRequest) => ({ id, method, path: url.split('?', 1)[0] }),
        res: ({ statusCode }: { statusCode: number }) => ({ statusCode }),
      },
      // A second wall, should somebody log an object that carries one of these.
      redact: {
        paths: ['password', 'passphrase', 'token', 'secret', 'secretKey', 'sessionKey', 'totp', 'cookie', 'authorization', 'accountSecret']
          .flatMap((name) => [name, `*.${name}`, `*.*.${name}`])
          // What a failed query was given, and which row it failed on.
          .concat(['err.parameters', 'err.driverError.detail', 'err.driverError.where']),
        censor: '[redacted]',
      },
    },
  };
}
