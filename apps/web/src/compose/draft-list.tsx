import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { engine } from '../crypto/engine.ts';
import { useText } from '../i18n/text.tsx';
import { useSession } from '../session/session.ts';
import { useOutbox } from './outbox.ts';

/** Drafts of this device, those on their way left out. */
export function DraftList() {
  const { t, shortDate } = useText();
  const open = useSession().phase === 'open';
  const outbox = useOutbox();
  const drafts = useQuery({ queryKey: ['drafts'], queryFn: () => engine.drafts(), enabled: open, staleTime: 0 });
  const shown = (drafts.data ?? []).filter(({ id }) => !outbox.some(({ draft }) => draft.id === id));
  if (!open || shown.length === 0) return null;
  return (
    <details>
      <summary>{t('compose.drafts', { count: shown.length })}</summary>
      <ul className="stack tight">
        {shown.map((draft) => (
          <li key={draft.id} className="row apart wide">
            <Link to="/compose" search={{ draft: draft.id }}><bdi>{draft.subject === '' ? t('inbox.no-subject') : draft.subject}</bdi></Link>
            <span className="soft small">{shortDate(draft.saved)}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}
