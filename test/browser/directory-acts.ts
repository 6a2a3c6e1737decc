// What suites about the directory's screens share: the acts of others, done through the client library, and a look at a screen.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { directoryHistoryRoutes, directoryProposalRoutes, uuidV7, type AuthorityContent } from '#protocol';
import type { SignedInOfficer } from '../support/network.ts';
import { expect } from './portal.ts';

/** A folder to keep pictures of the screens in, for looking at them. */
const PICTURES = process.env['GLOBE_TEST_PICTURES'];

/** Of a picture, pixels: a longer one cannot be looked at. */
const LONGEST = 2200;

/** No violation that axe knows, nothing beyond the page's edge, and a picture if they are wanted. */
export async function lookAt(page: Page, name: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html ?? ''}`)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBeLessThanOrEqual(0);
  if (PICTURES === undefined) return;
  await mkdir(PICTURES, { recursive: true });
  const { width, height } = await page.evaluate(() => ({ width: document.documentElement.clientWidth, height: document.documentElement.scrollHeight }));
  await page.screenshot({ path: join(PICTURES, `${name}.png`), fullPage: true, clip: { x: 0, y: 0, width, height: Math.min(height, LONGEST) } });
}

export const contentOf = (officer: SignedInOfficer, id: string) => officer.hub.call(directoryHistoryRoutes.authorityContent, { params: { id } });

/** The secretariat changes an entry, as its officers do at their own desks; approvals as many as what is changed takes. */
export async function secretariatChanges([author, ...approvers]: readonly [SignedInOfficer, ...SignedInOfficer[]], authority: string, change: (content: AuthorityContent) => AuthorityContent): Promise<void> {
  const { version, content } = await contentOf(author, authority);
  const { id, revision } = await author.hub.call(directoryProposalRoutes.proposeEntry, { body: { id: uuidV7(), authority, baseVersion: version, content: change(content), source: null, note: null } });
  const states: string[] = [];
  for (const { hub } of approvers) states.push((await hub.call(directoryProposalRoutes.approveEntryProposal, { params: { id }, body: { revision, version } })).state);
  expect(states.at(-1)).toBe('applied');
}
