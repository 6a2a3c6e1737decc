import { sha256 } from '@noble/hashes/sha2.js';
import { canonicalBytes, membershipRoutes, toBase64Url, toHex, type Json, type OfficerCard, type Proposal } from '#protocol';
import { draft, TrustAt } from '#trust';
import type { AboutMe } from '../enrol.ts';
import { submitOnNewest, type OfficerSession } from './submit-statement.ts';

/** Another name, function or languages: the card is stored first, then pinned, by one other security officer. Null: the officer does not serve. */
export async function changeCard(session: OfficerSession, member: string, officer: string, about: AboutMe): Promise<Proposal | null> {
  const card: OfficerCard = { officer, name: about.name, function: about.function, languages: [...about.languages], salt: toBase64Url(crypto.getRandomValues(new Uint8Array(32))) };
  const serves = new TrustAt(await session.trust.sync()).officersOf(member).some(({ id }) => id === officer);
  if (!serves) return null;
  await session.hub.call(membershipRoutes.storeCard, { params: { officer }, body: card });
  const hash = toHex(sha256(canonicalBytes(card as Json)));
  return submitOnNewest(session, async (state) => ({ statement: draft.officerCard({ state, now: Date.now() }, member, officer, hash) }));
}
