// A trust log of ten years replayed by the portal in a real Chromium, against a real hub with its PostgreSQL, by an officer who signs in on a new device:
// until a message is decrypted on the screen, until everything is verified. Beside it, in the same browser, as many workers doing nothing
// but WebCrypto Ed25519. Processor time stands beside the clock, because that is what compares between busy machines.
// Figures and what they are worth: docs/adr/0015. The time of one statement more is bench/replay.ts's.
// Build first (npm run build). node24 bench/replay-browser.ts [statements, default 80000] [runs, default 1]
import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { loadavg } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { chromium, type Browser, type Page } from '@playwright/test';
import { findChromium } from '../scripts/check/find-chromium.ts';
import { SUBJECT, tenYearHub, type TenYearHub } from './trust/ten-year-hub.ts';

const statements = Number(process.argv[2] ?? 80_000);
const runs = Number(process.argv[3] ?? 1);
/** As playwright.config.ts has them. */
const FLAGS = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];
const PERIOD_MS = 30_000;
const SAMPLE = 40_000;
const TICKS = Number((await promisify(execFile)('getconf', ['CLK_TCK'])).stdout);

interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly seconds: number;
  readonly megabytes: number;
}
async function processes(): Promise<Process[]> {
  const found = await Promise.all(
    (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(async (name) => {
      const [stat, status] = await Promise.all([readFile(`/proc/${name}/stat`, 'utf8'), readFile(`/proc/${name}/status`, 'utf8')]).catch(() => ['', ''] as const);
      if (stat === '') return [];
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      const [user, system] = [Number(fields[11]), Number(fields[12])];
      return [{ pid: Number(name), parent: Number(fields[1]), seconds: (user + system) / TICKS, megabytes: Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024 }];
    }),
  );
  return found.flat();
}
/** A process with all that it started. */
function family(all: readonly Process[], pid: number): Process[] {
  return all.filter((one) => one.pid === pid).concat(all.filter(({ parent }) => parent === pid).flatMap((child) => family(all, child.pid)));
}
const secondsOf = async (pid: number) => family(await processes(), pid).reduce((sum, { seconds }) => sum + seconds, 0);

/** A hub that has just started replays its log in each of its processes: not what is measured. */
async function untilCalm(): Promise<void> {
  for (let before = await secondsOf(process.pid), end = Date.now() + 300_000; Date.now() < end; ) {
    await delay(2000);
    const now = await secondsOf(process.pid);
    if (now - before < 0.2) return;
    before = now;
  }
  throw new Error('the hub is not calm after five minutes');
}

/** Verifications a second of a message as long as a SHA-512 hash, by so many workers, each with as many under way as the replay has. */
async function bareRate(browser: Browser, url: string, width: number): Promise<{ rate: number; width: number; hardware: number }> {
  // Workers from a blob are what the portal's own policy forbids.
  const context = await browser.newContext({ bypassCSP: true });
  const page = await context.newPage();
  await page.goto(`${url}/sign-in`);
  const found = await page.evaluate(
    async ({ given, count }) => {
      const hardware = navigator.hardwareConcurrency;
      const workers = given || Math.max(1, Math.min(4, hardware));
      const source = `self.onmessage = async ({ data: count }) => {
        const pair = await crypto.subtle.generateKey('Ed25519', false, ['sign', 'verify']);
        const message = crypto.getRandomValues(new Uint8Array(64));
        const signature = await crypto.subtle.sign('Ed25519', pair.privateKey, message);
        for (let done = 0; done < count; done += 256) await Promise.all(Array.from({ length: 256 }, () => crypto.subtle.verify('Ed25519', pair.publicKey, signature, message)));
        self.postMessage(0);
      };`;
      const address = URL.createObjectURL(new Blob([source], { type: 'text/javascript' }));
      const all = Array.from({ length: workers }, () => new Worker(address));
      const ask = (each: number) =>
        Promise.all(
          all.map((worker) => {
            const answered = new Promise((resolve) => worker.addEventListener('message', resolve, { once: true }));
            worker.postMessage(each, []);
            return answered;
          }),
        );
      await ask(256);
      const begin = performance.now();
      await ask(count / workers);
      const seconds = (performance.now() - begin) / 1000;
      for (const worker of all) worker.terminate();
      return { rate: count / seconds, width: workers, hardware };
    },
    { given: width, count: SAMPLE },
  );
  await context.close();
  return found;
}

/** Written down by the page itself, in milliseconds since 1970. */
interface Seen {
  readonly subject?: number;
  readonly begun?: number;
  readonly whole?: number;
}
async function watch(page: Page, subject: string): Promise<void> {
  await page.addInitScript((text) => {
    const seen: Record<string, number> = {};
    Object.assign(window, { globeSeen: seen });
    new MutationObserver(() => {
      const now = performance.timeOrigin + performance.now();
      const replaying = document.querySelector('.replay') !== null;
      if (replaying) seen['begun'] ??= now;
      else if (seen['begun'] !== undefined) seen['whole'] ??= now;
      if ([...document.querySelectorAll('.thread-row .subject')].some((row) => row.textContent === text)) seen['subject'] ??= now;
    }).observe(document, { subtree: true, childList: true, characterData: true });
  }, subject);
}
const seenBy = (page: Page) => page.evaluate(() => (window as unknown as { globeSeen: Seen }).globeSeen);

async function untilSeen(page: Page, what: keyof Seen): Promise<Required<Seen>> {
  for (const end = Date.now() + 300_000; Date.now() < end; await delay(100)) {
    const seen = await seenBy(page);
    if (seen[what] !== undefined) return seen as Required<Seen>;
  }
  throw new Error(`not in five minutes: ${what}`);
}

const report = (what: string, ms: number, note = '') => console.log(`${what.padEnd(64)} ${(ms / 1000).toFixed(2).padStart(7)} s  ${note}`);
const round = (value: number) => Math.round(value).toLocaleString('en');

async function replayed(hub: TenYearHub, browser: Browser, pid: number): Promise<void> {
  await untilCalm();
  console.log(`load ${loadavg().map((load) => load.toFixed(1)).join(' ')}`);
  const before = await bareRate(browser, hub.hub.url, 0);
  const context = await browser.newContext();
  const page = await context.newPage();
  await watch(page, SUBJECT);
  const bundles: number[] = [];
  let asked = 0;
  let untilAsked: Promise<number> = Promise.resolve(0);
  page.on('request', (request) => {
    if (asked > 0 || new URL(request.url()).pathname !== '/log/trust/checkpoint') return;
    asked = Date.now();
    untilAsked = secondsOf(pid);
  });
  page.on('requestfinished', (request) => {
    const { responseEnd, requestStart } = request.timing();
    if (request.url().includes('/api/trust/bundles/')) bundles.push(responseEnd - requestStart);
  });
  // Each code counts once.
  await delay(PERIOD_MS - (Date.now() % PERIOD_MS) + 200);
  await page.goto(hub.link);
  await page.locator('input[autocomplete="one-time-code"]').and(page.locator(':not([value=""])')).waitFor();
  const processor = await secondsOf(pid);
  const clicked = Date.now();
  await page.locator('button[type="submit"]').click();
  const ready = await untilSeen(page, 'subject');
  const toRead = await secondsOf(pid);
  const { whole } = await untilSeen(page, 'whole');
  const all = await secondsOf(pid);
  const memory = family(await processes(), pid).toSorted((a, b) => b.megabytes - a.megabytes)[0]!.megabytes;
  const after = await bareRate(browser, hub.hub.url, 0);
  const bare = (before.rate + after.rate) / 2;

  report('from the click on sign-in to a message decrypted on the screen', ready.subject - clicked, `${(toRead - processor).toFixed(1)} s of processors`);
  report('  of it signing in, until the keys are open', asked - clicked, `${((await untilAsked) - processor).toFixed(1)} s of processors`);
  report('  of it ready to read: from the first question about the log', ready.subject - asked);
  const seconds = (whole - asked) / 1000;
  report('everything verified, from the same moment', whole - asked, `${(all - processor).toFixed(1)} s of processors`);
  console.log(`  ${round(statements / seconds)} statements, ${round(hub.signatures / seconds)} signatures verified a second; WebCrypto alone ${round(bare)} (${round(before.rate)}, ${round(after.rate)}) in ${before.width} workers: ${(hub.signatures / seconds / bare).toFixed(2)} of it`);
  console.log(`  largest process ${round(memory)} MB; ${bundles.length} bundles, ${round(hub.bytes / 1e6)} MB of leaves, the hub took ${round(bundles.reduce((sum, one) => sum + one, 0) / Math.max(1, bundles.length))} ms each, ${round(Math.max(0, ...bundles))} ms the longest`);
  await context.close();
}

const hub = await tenYearHub(statements);
const executablePath = findChromium();
const server = await chromium.launchServer({ ...(executablePath ? { executablePath } : {}), args: FLAGS });
try {
  const browser = await chromium.connect(server.wsEndpoint());
  for (let run = 0; run < runs; run++) await replayed(hub, browser, server.process().pid!);
  console.log(`load ${loadavg().map((load) => load.toFixed(1)).join(' ')}`);
} finally {
  await server.close();
  await hub.stop();
}
