import { sha256 } from '@noble/hashes/sha2.js';
import { canonicalBytes, toHex, type Json, type OfficerCard } from '#protocol';

/** Of the cards that the hub hands out those that the log pins, by hash (SHA-256 of the canonical card, TRUST "Certificates"): any other is as good as not there. */
export function pinnedCards(pinned: readonly string[], items: readonly { readonly card: OfficerCard }[]): ReadonlyMap<string, OfficerCard> {
  const hashed = items.map(({ card }) => [toHex(sha256(canonicalBytes(card as Json))), card] as const);
  return new Map(hashed.filter(([hash]) => pinned.includes(hash)));
}
