// The directory's search over HTTP at scale, beside plain PostgreSQL and OpenLDAP over the same names, in one run, as ratios.
// Build first (tsc -b).
// node24 --conditions=source bench/directory-search.ts [entries, default 100000] [seconds for each measurement, default 4]
import { spawn, spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { chmodSync, readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { Agent, get } from 'node:http';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Client, Pool } from 'pg';
import { searchText } from '#search';
import { freePort, startPostgres } from '../scripts/postgres/server.ts';
import { ROOT } from '../scripts/places.ts';
import { fillDirectory, makeBodies, randomFrom } from './directory/make-directory.ts';
import { LdapConnection, startSlapd } from './directory/slapd.ts';

const ENTRIES = Number(process.argv[2] ?? 100_000);
const SECONDS = Number(process.argv[3] ?? 4);
/** Of 3,000 requests each, over which memory is looked at: enough for the collector of garbage to come round several times. */
const ROUNDS = 20;
const CLIENTS = 8;
const LIMIT = 10;

interface Measured { readonly perSecond: number; readonly median: number; readonly p95: number; readonly found: number }

type Request = (client: number, n: number) => Promise<number>;

/** CLIENTS at once, each its next request when the last one is answered. `request` answers how many entries came. */
async function measure(request: Request, seconds = SECONDS, from = 0): Promise<Measured & { readonly times: readonly number[] }> {
  const times: number[] = [];
  let found = 0;
  const begin = performance.now();
  const end = begin + seconds * 1000;
  await Promise.all(Array.from({ length: CLIENTS }, async (_, client) => {
    for (let n = from + client; performance.now() < end; n += CLIENTS) {
      const start = performance.now();
      if ((await request(client, n)) > 0) found += 1;
      times.push(performance.now() - start);
    }
  }));
  const took = performance.now() - begin;
  times.sort((a, b) => a - b);
  return { times, perSecond: (times.length * 1000) / took, median: times[Math.floor(times.length / 2)]!, p95: times[Math.floor(times.length * 0.95)]!, found: found / times.length };
}

const TURNS = 4;
const mean = (numbers: readonly number[]) => numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
/** Two by turns, so that what else the machine does meets both; each turn with queries of its own. */
async function byTurns(ours: Request, theirs: Request, cost: (work: () => Promise<Measured>) => Promise<Costed>): Promise<readonly Costed[]> {
  const sides = [ours, theirs].map((request) => ({ request, turns: [] as Costed[] }));
  for (let turn = 0; turn < TURNS; turn++) {
    for (const { request, turns } of sides) {
      turns.push(await cost(() => measure(request, SECONDS / 2, turn * 1250)));
    }
  }
  return sides.map(({ turns }) => ({
    perSecond: mean(turns.map(({ perSecond }) => perSecond)), median: mean(turns.map(({ median }) => median)), p95: mean(turns.map(({ p95 }) => p95)),
    found: mean(turns.map(({ found }) => found)), each: mean(turns.map(({ each }) => each)),
  }));
}

const show = (name: string, { perSecond, median, p95, found }: Measured) =>
  console.log(`${name.padEnd(58)} ${perSecond.toFixed(0).padStart(6)} a second, median ${median.toFixed(1)} ms, p95 ${p95.toFixed(1)} ms, ${(found * 100).toFixed(0)} % find something, load ${loadavg()[0]!.toFixed(1)}`);
type Costed = Measured & { /** CPU of everybody who worked for one answer, ms. */ readonly each: number };
const table: string[] = ['| What | A second | p95, ms | CPU each, ms | Peer | The peer’s, a second | CPU each, ms | Ratio | By CPU | Wanted |', '|---|---|---|---|---|---|---|---|---|---|'];
function compare(name: string, ours: Costed, peer: string, theirs: Costed, wanted: string): void {
  const [byTime, byCpu] = [ours.perSecond / theirs.perSecond, theirs.each / ours.each].map((each) => each.toFixed(2));
  console.log(`  → ${name} against ${peer}: ${byTime} times, by CPU ${byCpu} times (wanted ${wanted})`);
  table.push(`| ${[name, ours.perSecond.toFixed(0), ours.p95.toFixed(1), ours.each.toFixed(2), peer, theirs.perSecond.toFixed(0), theirs.each.toFixed(2), byTime, byCpu, wanted].join(' | ')} |`);
}
function alone(name: string, ours: Costed, wanted: string): void {
  table.push(`| ${[name, ours.perSecond.toFixed(0), ours.p95.toFixed(1), ours.each.toFixed(2), '', '', '', '', '', wanted].join(' | ')} |`);
}

const statOf = (pid: number) => readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ');
function cpuOf(pid: number): number {
  const [user, system] = statOf(pid).slice(11, 13).map(Number);
  return (user! + system!) / 100;
}
/** Processes of a parent that is running. */
function childrenOf(parent: number): number[] {
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map(Number).filter((pid) => {
    try {
      return Number(statOf(pid)[1]) === parent;
    } catch {
      return false;
    }
  });
}

const bodies = await makeBodies(ENTRIES);
const random = randomFrom(11);
const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)]!;
const longWords = (name: string) => searchText(name).split(' ').filter((word) => word.length >= 6 && /^[a-z]+$/.test(word));

/** One letter left out, doubled, changed or swapped. */
function misspelt(word: string): string {
  const at = 1 + Math.floor(random() * (word.length - 2));
  const [head, letter, rest] = [word.slice(0, at), word[at]!, word.slice(at + 1)];
  return pick([`${head}${rest}`, `${head}${letter}${letter}${rest}`, `${head}${pick([...'aeinrst'])}${rest}`, `${head}${rest.slice(0, 1)}${letter}${rest.slice(1)}`]);
}
function queries(make: (words: string[]) => string): string[] {
  const made: string[] = [];
  while (made.length < 5000) {
    const words = longWords(pick(bodies).name);
    if (words.length >= 2) made.push(make(words));
  }
  return made;
}
const typos = queries((words) => `${misspelt(words[0]!)} ${words.at(-1)!}`);
const plain = queries((words) => (random() < 0.5 ? pick(words) : pick(words).slice(0, 5)));

const folder = await mkdtemp(join(tmpdir(), 'globe-bench-'));
chmodSync(folder, 0o711);
const postgres = await startPostgres({ directory: join(folder, 'cluster'), durable: false });
const url = postgres.ownerUrl();
const owner = new Client({ connectionString: url });
const pool = new Pool({ connectionString: url, max: CLIENTS });
pool.on('error', () => undefined);
const children: { kill(): boolean }[] = [];
const agent = new Agent({ keepAlive: true, maxSockets: CLIENTS * 2 });
try {
  const migrated = spawnSync(process.execPath, [join(ROOT, 'dist', 'apps', 'api', 'src', 'migrate.js')], { env: { ...process.env, DATABASE_URL: url, DIRECTORY_SEED: 'states' }, stdio: ['ignore', 'ignore', 'inherit'] });
  if (migrated.status !== 0) throw new Error('the migrations failed');
  await owner.connect();
  let begin = performance.now();
  await fillDirectory(owner, bodies);
  console.log(`${ENTRIES} entries written, with what the search is made of, in ${((performance.now() - begin) / 1000).toFixed(1)} s`);

  // The peer: the names alone, with trigram indexes.
  begin = performance.now();
  await owner.query(`CREATE TABLE bare AS SELECT a.id, a.state, n.name, ' ' || n.search || ' ' AS search FROM authority a JOIN authority_name n ON n.authority = a.id AND n.position = 0`);
  await owner.query('CREATE INDEX bare_name ON bare USING gin (name gin_trgm_ops); CREATE INDEX bare_search ON bare USING gin (search gin_trgm_ops)');
  await owner.query('VACUUM ANALYZE bare');
  console.log(`the peer's two trigram indexes made in ${((performance.now() - begin) / 1000).toFixed(1)} s`);
  const sizes = await owner.query<{ name: string; size: string }>(
    `SELECT c.relname AS name, pg_size_pretty(pg_relation_size(c.oid)) || CASE WHEN c.relkind = 'r' AND c.reltoastrelid <> 0 THEN ' + ' || pg_size_pretty(pg_relation_size(c.reltoastrelid)) ELSE '' END AS size
     FROM pg_class c WHERE c.relname ~ '^(authority_search|bare)' AND c.relkind IN ('r', 'i') ORDER BY 1`,
  );
  for (const { name, size } of sizes.rows) console.log(`  ${name.padEnd(40)} ${size}`);

  const port = await freePort();
  begin = performance.now();
  const api = spawn(process.execPath, [join(ROOT, 'dist', 'apps', 'api', 'src', 'main.js')], {
    cwd: folder, stdio: ['ignore', 'ignore', 'inherit'],
    env: { PATH: process.env['PATH'], NODE_ENV: 'production', HOST: '127.0.0.1', PORT: String(port), DATA_DIR: join(folder, 'data'), DATABASE_URL: url, LOG_LEVEL: 'silent' },
  });
  children.push(api);
  const ask = (path: string): Promise<string> => new Promise((resolve, reject) => {
    get({ host: '127.0.0.1', port, path, agent, headers: { host: `localhost:${port}` } }, (answer) => {
      let body = '';
      answer.setEncoding('utf8').on('data', (part: string) => (body += part)).on('end', () => (answer.statusCode === 200 ? resolve(body) : reject(new Error(`${answer.statusCode}: ${body.slice(0, 200)}`))));
    }).on('error', reject);
  });
  const resident = () => Math.round(Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${api.pid}/status`, 'utf8'))![1]) / 1024);
  while (!(await ask('/readyz').then(() => true, () => false))) await delay(100);
  const bare = resident();
  await ask('/api/directory/authorities?q=first');
  console.log(`API ready and its index made after ${((performance.now() - begin) / 1000).toFixed(1)} s; ${bare} MB when first ready, ${resident()} MB with the index`);

  /** Measured, with the CPU that the API, the database and others named have used for each answer. */
  const withCost = async (work: () => Promise<Measured>, others: readonly number[] = []): Promise<Costed> => {
    const used = () => [...childrenOf(postgres.pid), postgres.pid, api.pid!, ...others].reduce((sum, pid) => sum + cpuOf(pid), 0);
    const before = used();
    const begin = performance.now();
    const measured = await work();
    return { ...measured, each: ((used() - before) * 1e6) / (measured.perSecond * (performance.now() - begin)) };
  };
  const list = async (q: string) => (JSON.parse(await ask(`/api/directory/authorities?limit=${LIMIT}&q=${encodeURIComponent(q)}`)) as { items: unknown[] }).items.length;
  const facets = async (q: string) => (JSON.parse(await ask(`/api/directory/facets?q=${encodeURIComponent(q)}`)) as { total: number }).total;
  const sql = async (text: string, value: string) => (await pool.query({ name: text.slice(40, 90), text, values: [value] })).rows.length;
  const similar = `SELECT id, state, name FROM bare WHERE name % $1 ORDER BY similarity(name, $1) DESC LIMIT ${LIMIT}`;
  const unranked = `SELECT b.id, b.state, b.name, s.content FROM bare b JOIN authority_search s ON s.authority = b.id AND s.visibility = 'public' WHERE b.search LIKE '% ' || $1 || '%' LIMIT ${LIMIT}`;

  await measure((_, n) => list(plain[n % plain.length]!));
  const [forgiving, trigrams] = await byTurns((_, n) => list(typos[n % typos.length]!), (_, n) => sql(similar, typos[n % typos.length]!), withCost);
  show('misspelt words over HTTP', forgiving!);
  show('the same as plain pg_trgm similarity', trigrams!);
  compare('misspelt words', forgiving!, 'pg_trgm similarity', trigrams!, 'at least 20; p95 under 50 ms');
  const [words, bareWords] = await byTurns((_, n) => list(plain[n % plain.length]!), (_, n) => sql(unranked, plain[n % plain.length]!), withCost);
  show('words and beginnings of words, ranked, over HTTP', words!);
  show('the same unranked in SQL, prepared, without HTTP', bareWords!);
  compare('words and beginnings, ranked', words!, 'the same unranked in SQL', bareWords!, 'at least 0.5');
  const both = await withCost(() => measure(async (_, n) => {
    const q = n % 2 ? typos[n % typos.length]! : plain[n % plain.length]!;
    return (await Promise.all([list(q), facets(q)]))[0];
  }));
  show('a search and its facets, both at once (wanted p95 < 100)', both);
  alone('a search and its facets at once', both, 'p95 under 100 ms');
  const browsing = await withCost(() => measure((_, n) => facets(`${plain[n % plain.length]!.slice(0, 2)}`)));
  show('facets of two letters', browsing);
  alone('facets of two letters', browsing, '');

  const ldap = await startSlapd(folder, bodies.map(({ name }) => name));
  if (ldap === null) console.log('slapd is not installed: no comparison with OpenLDAP');
  else {
    children.push(ldap.process);
    const connections = Array.from({ length: CLIENTS }, () => new LdapConnection(ldap.port));
    const substrings = await withCost(() => measure((client, n) => connections[client]!.search(plain[n % plain.length]!, LIMIT)), [ldap.process.pid!]);
    connections.forEach((connection) => connection.close());
    show('slapd, substring, indexed, unranked', substrings);
    compare('words and beginnings, ranked', words!, 'slapd, substring, unranked', substrings, 'compared');
  }

  const memory = [resident()];
  for (let round = 0; round < ROUNDS; round++) {
    let sent = 0;
    while (sent < 3000) sent += (await measure(async (_, n) => (n % 4 === 0 ? facets : list)((n % 3 ? plain : typos)[n % plain.length]!), 1, sent)).times.length;
    memory.push(resident());
  }
  console.log(`API memory, before and after each 3,000 requests more: ${memory.join(', ')} MB`);

  const changed = await owner.query<{ id: string }>('SELECT id FROM authority LIMIT 1');
  const waits: number[] = [];
  for (let round = 0; round < 5; round++) {
    await owner.query('SELECT refresh_authority_search($1)', [[changed.rows[0]!.id]]);
    begin = performance.now();
    await ask(`/api/directory/authorities?q=${randomUUID().slice(0, 5)}`);
    waits.push(performance.now() - begin);
  }
  console.log(`first search after one entry changed: ${waits.map((wait) => wait.toFixed(0)).join(', ')} ms`);
  console.log(`\n${table.join('\n')}`);
} finally {
  agent.destroy();
  for (const child of children) child.kill();
  await pool.end();
  await owner.end();
  await delay(500);
  await postgres.stop();
  await rm(folder, { recursive: true, force: true });
}
