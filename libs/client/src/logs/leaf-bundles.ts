// The leaves of a long stretch of the trust log, fetched by the bundle and kept until they are replayed: a lost connection costs the
// bundles under way, no more. Nothing is believed before the tree they make has the root of a verified checkpoint.
import { BUNDLE_WIDTH, membershipRoutes, packLeaves, Problem, unpackLeaves, type Bytes } from '#protocol';
import type { Outline, SliceVerifier } from '#trust';
import type { HubClient } from '../http.ts';

/** Bundles asked for at once. */
const TOGETHER = 4;

export interface LeafBundle {
  /** Index of the first leaf. */
  readonly from: number;
  readonly count: number;
  readonly packed: Bytes;
  readonly outline: Outline;
}

export class LeafBundles {
  readonly #hub: HubClient;
  readonly #verifier: SliceVerifier;
  /** Full ones, which never change. */
  readonly #kept = new Map<number, LeafBundle>();

  constructor(hub: HubClient, verifier: SliceVerifier) {
    this.#hub = hub;
    this.#verifier = verifier;
  }

  /** The leaves from `from` up to, not including, `to`. `arrived` hears of each bundle in order, as soon as all before it are there. Throws HubProblem. */
  async fetch(from: number, to: number, arrived: (bundle: LeafBundle) => void): Promise<void> {
    const first = Math.floor(from / BUNDLE_WIDTH);
    const numbers = Array.from({ length: Math.ceil(to / BUNDLE_WIDTH) - first }, (_, i) => first + i);
    const found = new Map<number, LeafBundle>();
    const waiting = numbers.values();
    let next = first;
    const take = async () => {
      for (const number of waiting) {
        found.set(number, await this.#cut(number, from, to));
        for (let bundle = found.get(next); bundle !== undefined; bundle = found.get(++next)) {
          found.delete(next);
          arrived(bundle);
        }
      }
    };
    await Promise.all(Array.from({ length: TOGETHER }, take));
  }

  forget(): void {
    this.#kept.clear();
  }

  async #cut(number: number, from: number, to: number): Promise<LeafBundle> {
    const begin = number * BUNDLE_WIDTH;
    const wanted = { from: Math.max(begin, from), to: Math.min(begin + BUNDLE_WIDTH, to) };
    if (wanted.from === begin && wanted.to === begin + BUNDLE_WIDTH) {
      const kept = this.#kept.get(number) ?? (await this.#whole(number, wanted.to - wanted.from));
      this.#kept.set(number, kept);
      return kept;
    }
    const leaves = leavesOf(await this.#ask(number)).slice(wanted.from - begin, wanted.to - begin);
    return this.#outlined(wanted.from, packLeaves(leaves), wanted.to - wanted.from);
  }

  async #whole(number: number, count: number): Promise<LeafBundle> {
    return this.#outlined(number * BUNDLE_WIDTH, await this.#ask(number), count);
  }

  #ask(bundle: number): Promise<Bytes> {
    return this.#hub.call(membershipRoutes.trustBundle, { params: { bundle } });
  }

  async #outlined(from: number, packed: Bytes, count: number): Promise<LeafBundle> {
    const outline = await this.#verifier.outline(packed).catch((error: unknown) => {
      throw error instanceof RangeError ? malformed() : error;
    });
    // Fewer than the checkpoint promises: another process of the hub may not have them yet.
    if (outline.rosters.length !== count) throw new Problem('unavailable', { retryAfter: 2 });
    return { from, count, packed, outline };
  }
}

/** Views of a bundle's leaves. Throws Problem('internal') on bytes that are no bundle. */
export function leavesOf(packed: Bytes): Bytes[] {
  try {
    return unpackLeaves(packed);
  } catch (error) {
    throw error instanceof RangeError ? malformed() : error;
  }
}

const malformed = () => new Problem('internal', { verdict: 'malformed-answer' });
