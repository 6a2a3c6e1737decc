// Calls between the page and its crypto worker: numbered messages, transferables, errors as values, progress per call.
import type { ProblemCode, ProblemDetails } from '#protocol';

/**
 * offline: the hub cannot be reached; worker-died: keys are gone with it; locked: needs an unlocked keyring; failed: a fault of the
 * portal; passkey-cancelled: declined, timed out or none fits; passkey-no-prf: that authenticator cannot open a vault;
 * vault-rolled-back: the hub served an older vault than this device has seen; log-refused: a log contradicts itself or its keys;
 * recipient-disputed: the hub says something else about a recipient than the trust log, or the log is not the one in which they were verified;
 * attachment-refused: its bytes are not what the sender sealed; upload-cancelled: by the user.
 */
export type OwnFailure = 'offline' | 'worker-died' | 'locked' | 'failed' | 'passkey-cancelled' | 'passkey-no-prf' | 'vault-rolled-back' | 'log-refused' | 'recipient-disputed' | 'attachment-refused' | 'upload-cancelled';
export type FailureCode = ProblemCode | OwnFailure;

/** Why a call gave no value. Carries nothing secret. */
export class Failure extends Error {
  override readonly name = 'Failure';
  readonly code: FailureCode;
  readonly details: ProblemDetails;
  constructor(code: FailureCode, details: ProblemDetails = {}) {
    super(code);
    this.code = code;
    this.details = details;
  }
}

type Method = (...values: never[]) => unknown;
export type Api = Readonly<Record<string, Method>>;
/** The same methods from the other side: always a promise, and an optional listener for progress. */
export type Remote<T extends Api> = { readonly [K in keyof T]: (...values: Parameters<T[K]>) => Promise<Awaited<ReturnType<T[K]>>> };

type Wire =
  | { readonly kind: 'call'; readonly id: number; readonly method: string; readonly values: unknown[] }
  | { readonly kind: 'value'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'failure'; readonly id: number; readonly code: FailureCode; readonly details: ProblemDetails }
  | { readonly kind: 'event'; readonly name: string; readonly value: unknown };

export interface Port {
  postMessage(message: unknown, transfer: Transferable[]): void;
  addEventListener(kind: 'message', listener: (event: MessageEvent) => void): void;
}

interface Waiting {
  resolve(value: unknown): void;
  reject(reason: Failure): void;
}

/** Both ends are alike: each serves its own methods and calls the other's. */
export class Channel<Own extends Api, Other extends Api> {
  readonly remote: Remote<Other>;
  private readonly waiting = new Map<number, Waiting>();
  private readonly listeners = new Map<string, Set<(value: never) => void>>();
  private next = 0;

  constructor(
    private readonly port: Port,
    private readonly own: Own,
    private readonly toFailure: (error: unknown) => Failure,
  ) {
    port.addEventListener('message', (event) => void this.receive(event.data as Wire));
    // `then` must stay undefined, or awaiting the proxy would call across.
    this.remote = new Proxy({} as Remote<Other>, { get: (_, method) => (typeof method === 'string' && method !== 'then' ? (...values: unknown[]) => this.call(method, values) : undefined) });
  }

  emit(name: string, value: unknown): void {
    this.send({ kind: 'event', name, value });
  }

  /** Returns a function that stops listening. */
  on<V>(name: string, listener: (value: V) => void): () => void {
    const set = this.listeners.get(name) ?? new Set();
    this.listeners.set(name, set.add(listener));
    return () => void set.delete(listener);
  }

  /** Fails every open call; for when the other side is gone. */
  abandon(code: OwnFailure): void {
    for (const { reject } of this.waiting.values()) reject(new Failure(code));
    this.waiting.clear();
  }

  private call(method: string, values: unknown[]): Promise<unknown> {
    const id = this.next++;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      this.send({ kind: 'call', id, method, values });
    });
  }

  private async receive(message: Wire): Promise<void> {
    if (message.kind === 'event') {
      for (const listener of this.listeners.get(message.name) ?? []) listener(message.value as never);
    } else if (message.kind === 'call') {
      this.send(await this.serve(message.id, message.method, message.values));
    } else {
      const waiting = this.waiting.get(message.id);
      this.waiting.delete(message.id);
      if (message.kind === 'value') waiting?.resolve(message.value);
      else waiting?.reject(new Failure(message.code, message.details));
    }
  }

  private async serve(id: number, method: string, values: unknown[]): Promise<Wire> {
    try {
      const serves = Object.hasOwn(this.own, method) ? this.own[method] : undefined;
      if (!serves) throw new Failure('failed', { verdict: `no method ${method}` });
      return { kind: 'value', id, value: await serves(...(values as never[])) };
    } catch (error) {
      const { code, details } = this.toFailure(error);
      return { kind: 'failure', id, code, details };
    }
  }

  private send(message: Wire): void {
    this.port.postMessage(message, message.kind === 'value' ? ownedBuffers(message.value) : []);
  }
}

/** A value that is one whole byte array moves instead of being copied; anything else is cloned. */
function ownedBuffers(value: unknown): Transferable[] {
  return value instanceof Uint8Array && value.byteLength === value.buffer.byteLength && value.buffer instanceof ArrayBuffer ? [value.buffer] : [];
}
