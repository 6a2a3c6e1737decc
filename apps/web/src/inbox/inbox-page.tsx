// Threads of my member beside the thread that is open.
import { Link, Outlet, useParams } from '@tanstack/react-router';
import { useText } from '../i18n/text.tsx';
import { Unlocked } from '../session/unlocked.tsx';
import { useSession } from '../session/session.ts';
import { useArrival } from '../shell/page.tsx';
import { DraftList } from '../compose/draft-list.tsx';
import { ThreadList } from './thread-list.tsx';
import './inbox.css';

export function InboxPage() {
  const { t } = useText();
  const { thread } = useParams({ strict: false });
  const session = useSession();
  const heading = useArrival(t('inbox.title'));
  // The open thread is what the page is about, and on a narrow screen all that is seen of it.
  const Title = thread === undefined ? 'h1' : 'h2';
  const sends = session.phase !== 'out' && (session.who.role === 'officer' || session.who.role === 'security');
  return (
    <div className={`panes ${thread === undefined ? 'listing' : 'reading'}`}>
      <section className="threads" aria-labelledby="inbox">
        <header>
          <div className="row apart">
            <Title id="inbox" ref={heading} tabIndex={-1}>{t('inbox.title')}</Title>
            {sends && <Link className="button primary" to="/compose">{t('compose.new')}</Link>}
          </div>
          <DraftList />
        </header>
        <Unlocked><ThreadList current={thread} /></Unlocked>
      </section>
      <div className="thread-pane"><Outlet /></div>
    </div>
  );
}
