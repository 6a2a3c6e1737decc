import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef, type RefObject } from 'react';
import { Banner } from '../design/display.tsx';
import { Button } from '../design/button.tsx';
import { useToast } from '../design/toast.tsx';
import { useText } from '../i18n/text.tsx';
import { codeOf, problemKey } from '../shell/failure-text.tsx';
import { WaitingReasons } from './waiting-reasons.tsx';
import { onSent, send, undo, useOutbox, type Outgoing } from './outbox.ts';

const TAKE_BACK = { waiting: 'action.undo', failed: 'compose.open-draft', held: 'compose.held.cancel' } as const;

/** What is on its way or failed, with the way back. */
export function OutboxNotices() {
  const { t } = useText();
  const outbox = useOutbox();
  const navigate = useNavigate();
  const cache = useQueryClient();
  const toast = useToast();
  useEffect(
    () =>
      onSent(({ thread }) => {
        toast(t('compose.sent'));
        for (const queryKey of [['threads'], ['drafts'], ['thread', thread]]) void cache.invalidateQueries({ queryKey });
      }),
    [cache, toast, t],
  );
  const takeBack = async (id: string) => {
    if (await undo(id)) void navigate({ to: '/compose', search: { draft: id } });
  };
  const section = useFocusOnNew(outbox);
  if (outbox.length === 0) return null;
  return (
    <section ref={section} className="outbox" tabIndex={-1} data-keeps-focus aria-label={t('compose.outbox')}>
      {outbox.map(({ draft, state, failure, waitingFor }) => (
        <Banner key={draft.id} tone={state === 'failed' ? 'bad' : 'plain'} alert={state === 'failed'} title={t(`compose.state.${state}`)}>
          {draft.subject !== '' && <bdi className="small clip">{draft.subject}</bdi>}
          {state === 'failed' && <p className="small">{t(problemKey(codeOf(failure)))}</p>}
          {state === 'held' && <WaitingReasons waitingFor={waitingFor} />}
          {state !== 'sending' && (
            <p className="row">
              <Button onPress={() => void takeBack(draft.id)}>{t(TAKE_BACK[state])}</Button>
              {state !== 'held' && <Button onPress={() => void send(draft.id)}>{t(state === 'failed' ? 'action.retry' : 'compose.send-now')}</Button>}
            </p>
          )}
        </Banner>
      ))}
    </section>
  );
}

/** Ten seconds to undo: whoever has just pressed "Send" is two keys away from it. What goes while it has the focus leaves it to what stays. */
function useFocusOnNew(outbox: readonly Outgoing[]): RefObject<HTMLElement | null> {
  const section = useRef<HTMLElement>(null);
  const waiting = outbox.filter(({ state }) => state === 'waiting').length;
  const before = useRef({ waiting, outbox });
  useEffect(() => {
    const isLost = before.current.outbox !== outbox && document.activeElement === document.body;
    if (waiting > before.current.waiting || isLost) (section.current ?? document.getElementById('main'))?.focus({ preventScroll: true });
    before.current = { waiting, outbox };
  }, [waiting, outbox]);
  return section;
}
