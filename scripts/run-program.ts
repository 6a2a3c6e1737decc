// Runs a program to its end.
import { spawn, type ChildProcess } from 'node:child_process';
import { ROOT } from './places.ts';

export interface ProgramResult {
  readonly code: number;
  /** Standard output and error in order of arrival; empty when they were shown instead. */
  readonly output: string;
}

export interface ProgramOptions {
  /** Write to our own output as it comes, instead of keeping it. */
  readonly show?: boolean;
  readonly environment?: NodeJS.ProcessEnv;
  readonly cwd?: string;
}

const running = new Set<ChildProcess>();
// Whoever stops us does not mean our programs to work on.
process.once('exit', () => {
  for (const child of running) child.kill('SIGTERM');
});

/** Never rejects for a failing program: look at the code. Standard input is empty. */
export function runProgram(program: string, parameters: readonly string[], options: ProgramOptions = {}): Promise<ProgramResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, parameters, {
      cwd: options.cwd ?? ROOT,
      env: { ...process.env, ...options.environment },
      stdio: ['ignore', options.show ? 'inherit' : 'pipe', options.show ? 'inherit' : 'pipe'],
    });
    running.add(child);
    child.once('exit', () => running.delete(child));
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', (part: string) => (output += part));
    child.once('error', (error) => reject(new Error(`${program} does not run: ${error.message}`)));
    child.once('close', (code) => resolve({ code: code ?? 1, output }));
  });
}

/** A package's command, run on this very Node rather than on the first one in PATH. */
export function runTool(script: string, parameters: readonly string[], options: ProgramOptions = {}): Promise<ProgramResult> {
  return runProgram(process.execPath, [`node_modules/${script}`, ...parameters], options);
}
