// One process of the hub, kept running: an unasked end is reported and it is started again, ever less eagerly.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, renameSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FOLLOW_STARTER } from './settings.ts';

export interface ProgramPlace {
  /** Folder of the build; programs find data/ and dist/ in it. */
  readonly folder: string;
  /** Path in the build. */
  readonly program: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly logFile: string;
}

const FIRST_DELAY = 500;
const LONGEST_DELAY = 30_000;
/** Having lived this long, a process that ends starts again without delay. */
const HEALTHY = 60_000;
const PATIENCE = 20_000;
const LARGEST_LOG = 64 * 1024 * 1024;

/** Starts a program of the build: output to the log file, group of its own, so that Ctrl-C comes to it through us alone. */
export function startProgram({ folder, program, environment, logFile }: ProgramPlace): ChildProcess {
  if ((statSync(logFile, { throwIfNoEntry: false })?.size ?? 0) > LARGEST_LOG) renameSync(logFile, `${logFile}.1`);
  const log = openSync(logFile, 'a', 0o600);
  try {
    return spawn(process.execPath, [...FOLLOW_STARTER, '--enable-source-maps', join(folder, program)], {
      cwd: folder,
      env: environment,
      detached: true,
      stdio: ['ignore', log, log, 'ipc'],
    });
  } finally {
    closeSync(log);
  }
}

export class HubProcess {
  private child: ChildProcess | null = null;
  private timer: NodeJS.Timeout | null = null;
  private delay = FIRST_DELAY;
  private wanted = false;
  private readonly name: string;
  private place: ProgramPlace;
  private readonly report: (line: string) => void;

  constructor(name: string, place: ProgramPlace, report: (line: string) => void) {
    this.name = name;
    this.place = place;
    this.report = report;
  }

  get running(): boolean {
    return this.child !== null;
  }

  start(): void {
    this.wanted = true;
    const started = Date.now();
    const child = startProgram(this.place);
    this.child = child;
    child.once('error', (error) => this.report(`${this.name} does not start: ${error.message}`));
    child.once('exit', (code, signal) => {
      this.child = null;
      if (!this.wanted) return;
      if (Date.now() - started > HEALTHY) this.delay = FIRST_DELAY;
      this.report(`${this.name} ended unasked (${signal ?? `code ${code}`}); starting it again in ${this.delay / 1000} s. Log: ${this.place.logFile}`);
      this.timer = setTimeout(() => this.start(), this.delay);
      this.delay = Math.min(this.delay * 2, LONGEST_DELAY);
    });
  }

  /** SIGTERM, and SIGKILL when that is not heeded. Resolves once the process is gone. */
  async stop(): Promise<void> {
    this.wanted = false;
    if (this.timer) clearTimeout(this.timer);
    const { child } = this;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    const patience = setTimeout(() => child.kill('SIGKILL'), PATIENCE);
    await ended;
    clearTimeout(patience);
  }

  /** Stops it and starts it with another environment. */
  async restart(environment: NodeJS.ProcessEnv): Promise<void> {
    await this.stop();
    this.place = { ...this.place, environment };
    this.start();
  }

  /** The end of its log, for a report. */
  async lastLines(count: number): Promise<string> {
    const text = await readFile(this.place.logFile, 'utf8').catch(() => '');
    return text.trimEnd().split('\n').slice(-count).join('\n');
  }
}
