// The demonstration network on a hub that mails to a real SMTP server, for suites about what is mailed.
import { Client } from 'pg';
import { startMailServer, type MailServer } from './mail-server.ts';
import { startNetworkHub, type NetworkHub } from './network.ts';
import { until } from './until.ts';

export interface MailHub {
  readonly mail: MailServer;
  readonly hub: NetworkHub;
  readonly owner: Client;
  /** Everything the outbox asked for has happened. */
  quiet(): Promise<void>;
  stop(): Promise<void>;
}

export async function startMailHub(): Promise<MailHub> {
  const mail = await startMailServer();
  const hub = await startNetworkHub({ environment: { SMTP_URL: mail.url } });
  const owner = new Client({ connectionString: hub.databaseUrl });
  await owner.connect();
  return {
    mail, hub, owner,
    quiet: () => until(async () => (await owner.query('SELECT 1 FROM outbox WHERE done IS NULL AND dead IS NULL')).rows.length === 0, 'an empty outbox', 90),
    stop: async () => {
      await hub.stop();
      await owner.end();
      await mail.stop();
    },
  };
}

/** The code of the problem that an act ends in, or `done`. */
export const codeOf = (act: Promise<unknown>): Promise<string> => act.then(() => 'done', ({ code }: { code: string }) => code);
