// Who a member is: authority by the trust log, name and State of that authority by the directory.
import { useQuery } from '@tanstack/react-query';
import type { AuthoritySummary } from '#protocol';
import { engine } from '../crypto/engine.ts';
import type { MemberView } from '../crypto/network-api.ts';
import { request } from '../crypto/request.ts';
import { useStateName } from '../directory/states.ts';
import { useText } from '../i18n/text.tsx';
import { disputedOf, type Disputed } from './disagreement.ts';
import { useNetwork, useSession } from '../session/session.ts';

export interface KnownMember extends MemberView {
  readonly name: string;
  readonly nameLanguage: string;
  readonly state: string | null;
  readonly stateName: string;
}

/** Members by id, with names in the reader's language, which say so in a demonstration. Empty while keys are locked: the list is this client's own replay. */
export function useMembers(): { members: ReadonlyMap<string, KnownMember>; error: unknown; pending: boolean } {
  const { language, t } = useText();
  const demonstration = useNetwork()?.demonstration === true;
  const stateName = useStateName();
  const open = useSession().phase === 'open';
  const replayed = useQuery({ queryKey: ['members'], queryFn: () => engine.members(), enabled: open, refetchInterval: 60_000 });
  const directory = useQuery({ queryKey: ['member-authorities'], queryFn: allMembers, enabled: open, staleTime: 300_000 });
  const authorities = new Map(directory.data?.map((authority) => [authority.id, authority]));
  const members = new Map((replayed.data ?? []).map((member) => {
    const authority = authorities.get(member.authority);
    const own = authority?.names[language];
    const name = own ?? authority?.name ?? member.id.slice(0, 8);
    return [member.id, {
      ...member,
      name: demonstration ? t('network.demonstration-name', { name }) : name,
      nameLanguage: own === undefined ? (authority?.nameLanguage ?? 'en') : language,
      state: authority?.state ?? null,
      stateName: authority ? stateName(authority.state) : '',
    }];
  }));
  return { members, error: replayed.error ?? directory.error, pending: replayed.isPending || directory.isPending };
}

/**
 * Members of whom the hub says something else than the log. What differs at first sight may only be older on one side: it counts
 * when the hub, asked anew, still says so between two replays that agree.
 */
export function useDisputed(): readonly Disputed[] {
  const open = useSession().phase === 'open';
  const replayed = useQuery({ queryKey: ['members'], queryFn: () => engine.members(), enabled: open, refetchInterval: 60_000 });
  const directory = useQuery({ queryKey: ['member-authorities'], queryFn: allMembers, enabled: open, staleTime: 300_000 });
  const suspected = disputedOf(replayed.data ?? [], replayed.data ? (directory.data ?? []) : []).map(({ member, about }) => `${member} ${about}`).join();
  const confirmed = useQuery({ queryKey: ['disputed', suspected], queryFn: confirmDisputed, enabled: open && suspected !== '', refetchInterval: 60_000 });
  return suspected === '' ? [] : (confirmed.data ?? []);
}

async function confirmDisputed(): Promise<Disputed[]> {
  const before = await engine.members();
  const said = await allMembers();
  const after = disputedOf(await engine.members(), said);
  return disputedOf(before, said).filter(({ member, about }) => after.some((other) => other.member === member && other.about === about));
}

async function allMembers(): Promise<AuthoritySummary[]> {
  const found: AuthoritySummary[] = [];
  let cursor: string | null | undefined;
  do {
    const page: { items: AuthoritySummary[]; next: string | null } = await request('directory.listAuthorities', { query: { member: 'true', limit: 100, ...(cursor ? { cursor } : {}) } });
    found.push(...page.items);
    cursor = page.next;
  } while (cursor);
  return found;
}
