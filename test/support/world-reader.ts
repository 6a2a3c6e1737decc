// Readers of a SealedWorld whose hub may lie, and what they say of a thread.
import { AuditFollower, openThread, TrustFollower, type MailSession, type OpenedThread, type ThreadPlace } from '#client';
import type { MessageHeader } from '#protocol';
import { LyingHub, type Lies } from './lying-hub.ts';
import type { SealedWorld, WorldMember, WorldMessage } from './sealed-world.ts';

export interface ReaderOfWorld {
  readonly hub: LyingHub;
  readonly session: MailSession;
}

/** A first officer of the member, on a new device: by default of the one that is written to. */
export async function readerOf(world: SealedWorld, member: WorldMember = world.members[1]): Promise<ReaderOfWorld> {
  const hub = new LyingHub(world, member.id);
  const trust = new TrustFollower(hub.client, world.id);
  const [person] = member.officers;
  const me = { officer: person.officer, member: member.id, certificate: person.key.certificate };
  return { hub, session: { hub: hub.client, keyring: await world.keyringOf(member), trust, audit: new AuditFollower(hub.client, trust), me, device: crypto.randomUUID() } };
}

/** The thread as a new reader sees it whose hub tells these lies. */
export async function openWith(world: SealedWorld, place: ThreadPlace, lies: Lies = {}, member?: WorldMember): Promise<OpenedThread> {
  const { hub, session } = await readerOf(world, member);
  hub.lies = lies;
  return openThread(session, place.thread);
}

/** Each message's failure, or its state where there is none. */
export function failuresIn({ messages }: OpenedThread): string[] {
  return messages.map(({ verdict }) => (verdict.state === 'refused' ? verdict.failure : verdict.state));
}

export async function failuresWith(world: SealedWorld, place: ThreadPlace, lies: Lies = {}, member?: WorldMember): Promise<string[]> {
  return failuresIn(await openWith(world, place, lies, member));
}

/** The finer reason of the first message's refusal. */
export function detailIn({ messages }: OpenedThread): string | null {
  const verdict = messages[0]?.verdict;
  return verdict?.state === 'refused' ? verdict.detail : null;
}

/** A first message in a thread of its own. */
export async function sent(world: SealedWorld, change: Partial<MessageHeader> = {}): Promise<{ place: ThreadPlace; message: WorldMessage }> {
  const place = world.newPlace();
  return { place, message: await world.send(place, change) };
}
