// The workers that verify a long trust log beside the crypto worker: as many as the machine has processors, four at most; started when
// first needed, ended when the replay is over or the keys are locked.
import type { SliceVerifier } from '#trust';
import { Channel, Failure, type Port } from './channel.ts';
import type { VerifyApi } from './verify.worker.ts';

/** Address of the built worker. */
const [scriptUrl = ''] = Object.values(import.meta.glob<string>('./verify.worker.ts', { query: '?worker&url', import: 'default', eager: true }));
const MOST = 4;

interface ScopeWithPolicies {
  readonly trustedTypes?: { createPolicy(name: string, rules: { createScriptURL(url: string): string }): { createScriptURL(url: string): unknown } };
}
/** The one Trusted Types policy of the crypto worker: it lets exactly this script through. */
const scripts = (self as ScopeWithPolicies).trustedTypes?.createPolicy('globe-verify', {
  createScriptURL: (url) => {
    if (url === scriptUrl) return url;
    throw new TypeError('not the verifying worker');
  },
});

interface Member {
  readonly worker: Worker;
  readonly channel: Channel<Record<string, never>, VerifyApi>;
  /** Calls under way. */
  busy: number;
}

export class VerifyPool implements SliceVerifier {
  readonly width = Math.max(1, Math.min(MOST, navigator.hardwareConcurrency));
  #members: Member[] = [];

  async outline(...given: Parameters<SliceVerifier['outline']>) {
    const outline = await this.#call((remote) => remote.outline(...given));
    if (outline === null) throw new RangeError('not packed leaves');
    return outline;
  }
  keys(...given: Parameters<SliceVerifier['keys']>) {
    return this.#call((remote) => remote.keys(...given));
  }
  verify(...given: Parameters<SliceVerifier['verify']>) {
    return this.#call((remote) => remote.verify(...given));
  }

  /** Ends the workers; what is under way fails. The next call starts new ones. */
  end(): void {
    const ended = this.#members;
    this.#members = [];
    for (const { worker, channel } of ended) {
      worker.terminate();
      channel.abandon('worker-died');
    }
  }

  async #call<T>(ask: (remote: Member['channel']['remote']) => Promise<T>): Promise<T> {
    if (this.#members.length === 0) this.#members = Array.from({ length: this.width }, () => this.#start());
    const member = this.#members.reduce((idlest, other) => (other.busy < idlest.busy ? other : idlest));
    member.busy += 1;
    try {
      return await ask(member.channel.remote);
    } finally {
      member.busy -= 1;
    }
  }

  #start(): Member {
    const worker = new Worker((scripts ? scripts.createScriptURL(scriptUrl) : scriptUrl) as string, { type: 'module', name: 'globe-verify' });
    const channel = new Channel<Record<string, never>, VerifyApi>(worker as Port, {}, () => new Failure('failed'));
    worker.addEventListener('error', () => this.end());
    return { worker, channel, busy: 0 };
  }
}
