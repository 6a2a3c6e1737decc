// What the terminal says once the hub is ready: where it is, and who can sign in to a demonstration.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Settings } from './settings.ts';

/** Of DATA_DIR/demo/accounts.json, which apps/demo writes; anything else in it is for other readers. */
interface Accounts {
  readonly accounts: readonly { readonly name: string; readonly featured: boolean; readonly link: string; readonly authority: string | null }[];
}

export async function announcement(settings: Settings): Promise<string> {
  const file = join(settings.dataDirectory, 'demo', 'accounts.json');
  const lines = ['', `The hub is ready: ${settings.publicUrl}`];
  const text = await readFile(file, 'utf8').catch(() => null);
  if (text !== null) {
    lines.push('', 'Demonstration network. These can sign in:');
    for (const { name, authority, link } of (JSON.parse(text) as Accounts).accounts.filter(({ featured }) => featured)) {
      lines.push('', `  ${name}${authority ? `, ${authority}` : ''}`, `  ${link}`);
    }
    lines.push('', `The others, and all credentials: ${file}`);
  } else {
    lines.push(`A network's first officers are invited with ${join(settings.dataDirectory, 'keys', 'bootstrap-token')}; see docs/OPERATIONS.md.`);
  }
  return [...lines, '', 'Ctrl-C stops it.'].join('\n');
}
