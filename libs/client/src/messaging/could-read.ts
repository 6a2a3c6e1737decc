// What an officer who leaves could read until then, stated honestly: nothing takes it back.
import { rewrappingRoutes } from '#protocol';
import { TrustAt, type TrustState } from '#trust';
import type { MailSession } from './mail-session.ts';

export interface CouldRead {
  /** Generations of the member's mailbox keys that were sealed to the officer, by whatever certificate. */
  readonly epochs: number;
  /** Messages that one of them opens, and when the first and the last of them were accepted. */
  readonly messages: number;
  readonly first: string | null;
  readonly last: string | null;
}

/** For an officer of my own member, serving or not. Throws HubProblem. */
export async function couldRead({ hub, me }: Pick<MailSession, 'hub' | 'me'>, state: TrustState, officer: string): Promise<CouldRead> {
  const { confirmed = [], epochs } = new TrustAt(state).member(me.member) ?? { epochs: null };
  const held = confirmed.filter((id) => epochs?.get(id)?.packages.has(officer) === true);
  return { epochs: held.length, ...(await hub.call(rewrappingRoutes.messagesUnder, { body: { epochs: held } })) };
}
