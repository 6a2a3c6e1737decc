import type { Epoch, Member, TrustState } from './state.ts';

/** Somebody who read does so no longer, or not by the same key: a rotation that waits is void, and the current epoch stale until the next one is confirmed. */
export function lockOut(member: Member, { clock }: Pick<TrustState, 'clock'>, at: number): Member {
  let { epochs } = member;
  const mark = (id: string | null, change: (epoch: Epoch) => Partial<Epoch>) => {
    const epoch = id === null ? undefined : epochs.get(id);
    if (epoch !== undefined) epochs = epochs.with(epoch.id, { ...epoch, ...change(epoch) });
  };
  mark(member.pending, () => ({ voidAt: at }));
  mark(member.current, ({ staleAt, staleTime }) => (staleAt === null ? { staleAt: at, staleTime: clock?.time ?? null } : { staleAt, staleTime }));
  return { ...member, epochs, pending: null };
}
