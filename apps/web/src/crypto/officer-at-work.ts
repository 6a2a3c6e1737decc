// The officer whose keys are open: what requests, signing and reading go by. Made on unlocking, dropped on lock.
import { AuditFollower, openHeldEpochs, TrustFollower, type Client, type MailSession, type OfficerSession, type OpenedThread } from '#client';
import type { AttachmentRef, OfficerCard, SessionView } from '#protocol';
import { Failure } from './channel.ts';
import { networkOf } from './device-memory.ts';
import type { Preview } from './mail-api.ts';
import { careForMailbox } from './mailbox-care.ts';

export interface AtWork {
  readonly who: SessionView;
  /** The network of the opened vault. */
  readonly network: string;
  readonly officer: OfficerSession & { readonly trust: TrustFollower };
  readonly audit: AuditFollower;
  /** Null for those who read no mailbox. */
  readonly mail: MailSession | null;
}

/** What was opened since unlocking and leaves memory on lock. */
export interface HeldOpen {
  /** Verified messages are not fetched again. */
  readonly threads: Map<string, OpenedThread>;
  readonly previews: Map<string, Preview>;
  /** Attachments uploaded or of drafts; they hold the attachments' keys. */
  readonly references: Map<string, AttachmentRef>;
  /** Officer cards by the hash that the log pins: for this officer's eyes. */
  readonly cards: Map<string, OfficerCard>;
  /** Hashes of cards that were asked for, there or not: asking is recorded. */
  readonly asked: Set<string>;
}
export function heldOpen(): HeldOpen {
  return { threads: new Map(), previews: new Map(), references: new Map(), cards: new Map(), asked: new Set() };
}

const CARE_EVERY_MS = 60_000;
const READS: readonly string[] = ['security', 'officer', 'reader'];

export class OfficerDesk {
  #work: Promise<AtWork> | null = null;
  #who: SessionView | null = null;
  #care: ReturnType<typeof setInterval> | null = null;
  constructor(private readonly client: Client) {}

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
    this.#work = null;
    if (this.#care !== null) clearInterval(this.#care);
    this.#care = null;
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

  /** As atWork, for those who read a mailbox. */
  async mail(): Promise<MailSession> {
    const { mail } = await this.atWork();
    if (!mail) throw new Failure('not-allowed');
    return mail;
  }

  async #begin(who: SessionView): Promise<AtWork> {
    const { hub, keyring } = this.client;
    const network = await networkOf(who.officer);
    if (network === null) throw new Failure('unavailable');
    const trust = new TrustFollower(hub, network);
    const audit = new AuditFollower(hub, trust);
    const officer = { hub, keyring, trust };
    const { member } = who;
    if (member === null || !READS.includes(who.role)) return { who, network, officer, audit, mail: null };
    await openHeldEpochs(officer, member, who.officer);
    this.#care ??= setInterval(() => void careForMailbox(officer, member, who).catch(() => undefined), CARE_EVERY_MS);
    void careForMailbox(officer, member, who).catch(() => undefined);
    // A fresh device id each time: two windows must never count their messages under one.
    const mail: MailSession = { hub, keyring, trust, audit, device: crypto.randomUUID(), me: { officer: who.officer, member, certificate: await keyring.certificate() } };
    return { who, network, officer, audit, mail };
  }
}
