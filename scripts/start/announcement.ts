// What the terminal says once the hub is ready: where it is, and who can sign in to a demonstration.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Settings } from './settings.ts';

/** Of DATA_DIR/demo/accounts.json, which apps/demo writes. */
interface Accounts {
  readonly phrase: readonly string[];
  readonly accounts: readonly { readonly name: string; readonly authority: string | null; readonly featured: boolean; readonly link: string }[];
}

export async function announcement(settings: Settings): Promise<string> {
  const file = join(settings.dataDirectory, 'demo', 'accounts.json');
  const text = await readFile(file, 'utf8').catch(() => null);
  const who = text === null ? firstOfficers(settings) : demonstrationAccounts(JSON.parse(text) as Accounts, file);
  return ['', `The hub is ready: ${settings.publicUrl}`, '', ...who, '', 'Ctrl-C stops it.'].join('\n');
}

function demonstrationAccounts({ phrase, accounts }: Accounts, file: string): string[] {
  const featured = accounts.filter((account) => account.featured);
  return [
    'Demonstration network. Open a link to sign in as',
    ...featured.map(({ name, authority, link }) => `  ${name}${authority ? ` · ${authority}` : ''}\n    ${link}`),
    `${accounts.length - featured.length} more, with passphrases and codes: ${file}`,
    `The network's phrase: ${phrase.join(' ')}`,
  ];
}

function firstOfficers({ dataDirectory }: Settings): string[] {
  return [`If this network is new: its founders are invited with ${join(dataDirectory, 'keys', 'bootstrap-token')}; see docs/OPERATIONS.md.`];
}
