// Who can sign in to the demonstration, and how: written for the person at this machine, mode 0600, nowhere else.
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { toBase64Url, utf8 } from '#protocol';
import { phrase } from '#trust';
import type { Credentials } from './actor.ts';
import type { Demonstration } from './make-network.ts';

/** Shown in the terminal: who a newcomer wants to be first. The file has everybody. */
const FEATURED = ['br-officer-1', 'cg-officer-1', 'ae-officer-1', 'br-security-1', 'secretariat-1', 'auditor-1'];

/** The portal reads it from the fragment, which browsers do not send; it is offered on demonstration networks only. */
export function demonstrationLink(hubUrl: string, credentials: Credentials): string {
  const { signInName, passphrase, totpSecret, recoveryCode } = credentials;
  return `${hubUrl}/sign-in#demo=${toBase64Url(utf8(JSON.stringify({ login: signInName, passphrase, totpSecret, accountSecret: recoveryCode })))}`;
}

export async function writeAccounts(dataDirectory: string, hubUrl: string, { network, actors }: Demonstration): Promise<string> {
  const accounts = actors
    .map(({ part, authority, session, credentials }) => ({
      part: part.part, name: part.name, authority, role: part.role, officer: session.officer, ...credentials,
      featured: FEATURED.includes(part.part), link: demonstrationLink(hubUrl, credentials),
    }))
    .toSorted((a, b) => rank(a.part) - rank(b.part));
  const folder = join(dataDirectory, 'demo');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, 'accounts.json');
  await writeFile(`${file}.new`, `${JSON.stringify({ hub: hubUrl, network, phrase: phrase(network), accounts }, null, 2)}\n`, { mode: 0o600 });
  await rename(`${file}.new`, file);
  return file;
}

function rank(part: string): number {
  const at = FEATURED.indexOf(part);
  return at < 0 ? FEATURED.length : at;
}
