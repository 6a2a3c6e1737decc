// Looks for values in everything a hub keeps: every row of every table, every file of its folder, its logs; in every encoding it could stand in.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Client } from 'pg';
import type { NetworkHub } from './network.ts';

export interface Sought {
  readonly name: string;
  readonly bytes: Uint8Array;
}

export const soughtText = (name: string, text: string): Sought => ({ name, bytes: Buffer.from(text, 'utf8') });

/** `name in place` for each value found. `places` counts what was looked through, so that a look at nothing shows. */
export async function findTraces(hub: NetworkHub, sought: readonly Sought[]): Promise<{ found: string[]; places: number }> {
  const forms = sought.map(({ name, bytes }) => ({ name, forms: formsOf(Buffer.from(bytes)) }));
  const found: string[] = [];
  let places = 0;
  for await (const { place, content } of everything(hub)) {
    places++;
    const lower = content.toLowerCase();
    for (const { name, forms: { exact, anyCase } } of forms) {
      if (exact.some((form) => content.includes(form)) || anyCase.some((form) => lower.includes(form))) found.push(`${name} in ${place}`);
    }
  }
  return { found, places };
}

/** As it is, in hexadecimal, and in base64 and base64url at each of the three alignments it can have inside longer data. */
function formsOf(bytes: Buffer): { exact: string[]; anyCase: string[] } {
  const inside = [0, 1, 2].flatMap((shift) => {
    const aligned = bytes.subarray((3 - shift) % 3);
    const whole = aligned.subarray(0, aligned.length - (aligned.length % 3));
    return [whole.toString('base64'), whole.toString('base64url')];
  });
  const text = bytes.toString('latin1');
  return { exact: [text, JSON.stringify(bytes.toString('utf8')).slice(1, -1), ...inside].filter((form) => form.length >= 8), anyCase: [bytes.toString('hex')] };
}

async function* everything(hub: NetworkHub): AsyncGenerator<{ place: string; content: string }> {
  yield* rows(hub.database.superuserUrl);
  for (const process of ['api', 'worker'] as const) yield { place: `${process} log`, content: await hub.log(process) };
  yield* files(hub.dataDirectory);
}

async function* rows(superuserUrl: string): AsyncGenerator<{ place: string; content: string }> {
  const client = new Client({ connectionString: superuserUrl });
  await client.connect();
  try {
    const { rows: tables } = await client.query<{ schema: string; name: string }>(
      `SELECT schemaname AS schema, tablename AS name FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')`,
    );
    for (const { schema, name } of tables) {
      const { rows: found } = await client.query<{ row: string }>(`SELECT row_to_json(t)::text AS row FROM "${schema}"."${name}" t`);
      for (const { row } of found) yield { place: `table ${schema}.${name}`, content: row };
    }
  } finally {
    await client.end();
  }
}

/** The accounts file of the demonstration is for the person at the machine, and holds what it is there to hold. */
async function* files(folder: string): AsyncGenerator<{ place: string; content: string }> {
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile() && !path.endsWith(join('demo', 'accounts.json'))) yield { place: `file ${path.slice(folder.length)}`, content: await readFile(path, 'latin1') };
  }
}
