import { useQuery } from '@tanstack/react-query';
import { engine } from '../crypto/engine.ts';
import type { ThreadView } from '../crypto/mail-api.ts';
import type { KnownMember } from '../network/member-names.ts';
import { ComposeForm } from './compose-form.tsx';

/** A reply goes to exactly the thread's members, under the labels of its last message. */
export function Reply({ thread, members, onDone }: { thread: ThreadView; members: ReadonlyMap<string, KnownMember>; onDone(): void }) {
  const others = thread.members.filter((id) => members.get(id)?.mine !== true);
  const draft = useQuery({
    queryKey: ['reply', thread.id],
    queryFn: async () => {
      const made = await engine.newDraft(others, thread.id);
      const last = thread.messages.findLast(({ header }) => header !== null)?.header;
      return last ? { ...made, labels: last.labels } : made;
    },
    staleTime: Infinity,
    gcTime: 0,
  });
  return draft.data ? <ComposeForm initial={draft.data} members={members} inline onDone={onDone} /> : null;
}
