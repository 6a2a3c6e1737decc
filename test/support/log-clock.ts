// Lets a running hub's logs believe that time has passed: their own keys cosign the newest checkpoints with a later time.
import { setTimeout as delay } from 'node:timers/promises';
import { Pool } from 'pg';
import { openLogKeys } from '../../apps/api/src/audit/log/log-keys.ts';
import { Sequencer } from '../../apps/api/src/audit/log/sequencer.ts';
import type { Hub } from './hub.ts';

/** The next statement finds a clock that is so much ahead, provided it comes within a minute: then the worker cosigns with the true time again. */
export async function moveLogClock({ databaseUrl, dataDirectory, url }: Pick<Hub, 'databaseUrl' | 'dataDirectory' | 'url'>, name: string, ahead: number): Promise<void> {
  const pool = new Pool({ connectionString: databaseUrl, max: 1 });
  const later = () => new Date(Date.now() + ahead);
  const sequencer = new Sequencer(pool, await openLogKeys(dataDirectory, name), later);
  try {
    await sequencer.begin();
    const note = async () => (await fetch(`${url}/log/trust/checkpoint`)).text();
    // The worker may hold the lock just then.
    for (const before = await note(); (await note()) === before; await delay(50)) await sequencer.renew();
  } finally {
    await pool.end();
  }
}
