// The officer whose keys are open: what requests, signing and reading go by. Made on unlocking, dropped on lock.
import { AuditFollower, careForMailbox, openHeldEpochs, RewrapTask, TrustFollower, type Client, type HubClient, type MailSession, type OfficerSession, type OpenedThread, type ReplayProgress } from '#client';
import { messagingRoutes, type AttachmentRef, type SessionView } from '#protocol';
import type { SliceVerifier } from '#trust';
import { Failure } from './channel.ts';
import { networkOf, pausesRewrapping } from './device-memory.ts';
import type { Preview } from './mail-api.ts';
import { OfficerCards } from './officer-cards.ts';
import { trustMemory } from './trust-memory.ts';

export interface AtWork {
  readonly who: SessionView;
  /** The network of the opened vault. */
  readonly network: string;
  readonly officer: OfficerSession & { readonly trust: TrustFollower };
  readonly audit: AuditFollower;
  /** Null for those who read no mailbox. */
  readonly mail: MailSession | null;
  /** Gives older mail to the current epoch; null for those who do not send. */
  readonly rewrapping: RewrapTask | null;
}

/** What was opened since unlocking and leaves memory on lock. */
export interface HeldOpen {
  /** Verified messages are not fetched again. */
  readonly threads: Map<string, OpenedThread>;
  readonly previews: Map<string, Preview>;
  /** Attachments uploaded or of drafts; they hold the attachments' keys. */
  readonly references: Map<string, AttachmentRef>;
  readonly cards: OfficerCards;
}
export function heldOpen(): HeldOpen {
  return { threads: new Map(), previews: new Map(), references: new Map(), cards: new OfficerCards() };
}

const CARE_EVERY_MS = 60_000;
const READS: readonly string[] = ['security', 'officer', 'reader'];
/** Whose clients look after the member's mailbox. */
const CARES: readonly string[] = ['security', 'officer'];

export class OfficerDesk {
  #work: Promise<AtWork> | null = null;
  #who: SessionView | null = null;
  #care: ReturnType<typeof setInterval> | null = null;
  #trust: TrustFollower | null = null;
  constructor(
    private readonly client: Client,
    private readonly verifiers: SliceVerifier & { end(): void },
    private readonly emit: (name: 'replay' | 'cache-discarded', value: unknown) => void,
  ) {}

  get who(): SessionView | null {
    return this.#who;
  }

  open(who: SessionView): void {
    this.close();
    this.#who = who;
    // Begun at once; whoever needs it first waits for the logs and the epochs.
    this.#work = this.#begin(who);
    this.#work.catch(() => undefined);
  }

  close(): void {
    this.#who = null;
    void this.#work?.then(({ rewrapping }) => rewrapping?.stop()).catch(() => undefined);
    this.#work = null;
    if (this.#care !== null) clearInterval(this.#care);
    this.#care = null;
    this.#trust?.stop();
    this.#trust = null;
    this.verifiers.end();
  }

  /** Fails with `locked` when no keys are open. A start that failed (the hub was away) is begun anew. */
  async atWork(): Promise<AtWork> {
    const who = this.#who;
    if (!this.#work || !who) throw new Failure('locked');
    try {
      return await this.#work;
    } catch {
      this.#work = this.#begin(who);
      return this.#work;
    }
  }

  /** Follows the trust log until it has this size, and opens the epochs that it brought me: what does not open now is tried again within a minute. */
  async reach(size: number): Promise<void> {
    const { officer, mail } = await this.atWork();
    const state = await officer.trust.reach(size);
    if (mail !== null) await openHeldEpochs(officer, mail.me.member, mail.me.officer, state).catch(() => undefined);
  }

  /** As atWork, for those who read a mailbox. */
  async mail(): Promise<MailSession> {
    const { mail } = await this.atWork();
    if (!mail) throw new Failure('not-allowed');
    return mail;
  }

  #follow(hub: HubClient, network: string, officer: string): TrustFollower {
    this.#trust?.stop();
    const onProgress = (progress: ReplayProgress) => {
      if (progress.done === progress.total) this.verifiers.end();
      this.emit('replay', progress);
    };
    const cache = trustMemory(this.client.keyring, officer, network, (because) => this.emit('cache-discarded', because));
    return (this.#trust = new TrustFollower(hub, network, { verifier: this.verifiers, cache, onProgress }));
  }

  async #begin(who: SessionView): Promise<AtWork> {
    const { hub, keyring } = this.client;
    const network = await networkOf(who.officer);
    if (network === null) throw new Failure('unavailable');
    const trust = this.#follow(hub, network, who.officer);
    const audit = new AuditFollower(hub, trust);
    const officer = { hub, keyring, trust };
    const { member } = who;
    if (member === null || !READS.includes(who.role)) return { who, network, officer, audit, mail: null, rewrapping: null };
    await openHeldEpochs(officer, member, who.officer, (await trust.toRead(await correspondents(hub, member))).state);
    // A fresh device id each time: two windows must never count their messages under one.
    const mail: MailSession = { hub, keyring, trust, audit, device: crypto.randomUUID(), me: { officer: who.officer, member, certificate: await keyring.certificate() } };
    const rewrapping = CARES.includes(who.role) ? new RewrapTask(mail, await pausesRewrapping(who.officer)) : null;
    const care = async () => {
      if (rewrapping === null) return openHeldEpochs(officer, member, who.officer);
      await careForMailbox(officer, member, who.officer);
      // Of several windows one works.
      await navigator.locks.request(`globe-rewrapping-${who.officer}`, { ifAvailable: true }, (held) => (held === null ? undefined : rewrapping.run()));
    };
    const turn = () => void care().catch(() => undefined);
    this.#care ??= setInterval(turn, CARE_EVERY_MS);
    turn();
    return { who, network, officer, audit, mail, rewrapping };
  }
}

/** Members whose chains reading needs first: my own and those of the threads that are shown first. */
async function correspondents(hub: HubClient, member: string): Promise<string[]> {
  const { threads } = await hub.call(messagingRoutes.listThreads, { query: {} });
  return [...new Set([member, ...threads.flatMap(({ members }) => members)])];
}
