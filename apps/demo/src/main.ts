// Makes the demonstration network on a hub that has none, then exits: the only process here that holds officers' secrets.
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { HubClient } from '#client';
import { membershipRoutes } from '#protocol';
import { writeAccounts } from './accounts-file.ts';
import { makeNetwork } from './make-network.ts';

const hubUrl = process.env['PUBLIC_URL'] ?? `http://localhost:${process.env['PORT'] ?? '3000'}`;
const dataDirectory = resolve(process.env['DATA_DIR'] ?? 'var');

const { id } = await new HubClient({ baseUrl: hubUrl, client: 'demonstration' }).call(membershipRoutes.network);
if (id === null) {
  const token = (await readFile(join(dataDirectory, 'keys', 'bootstrap-token'), 'utf8')).trim();
  const demonstration = await makeNetwork(hubUrl, token, (line) => console.log(line));
  console.log(`accounts: ${await writeAccounts(dataDirectory, hubUrl, demonstration)}`);
} else {
  console.log('this hub serves a network already');
}
