// What the hub mailed me, or kept where no mail server is configured, and what became of each: its text never carries content.
import { useInfiniteQuery } from '@tanstack/react-query';
import { request } from '../../crypto/request.ts';
import type { AnswerOf } from '../../crypto/requests.ts';
import { Button } from '../../design/button.tsx';
import { Badge, Banner, Waiting, type Tone } from '../../design/display.tsx';
import { useText } from '../../i18n/text.tsx';
import { FailureBanner } from '../../shell/failure-text.tsx';
import { NoticePreferences } from './notice-preferences.tsx';
import { OwnAddress } from './own-address.tsx';

type Page = AnswerOf<'notices.own'>;
type Notice = Page['items'][number];

const TONES: Readonly<Record<Notice['state'], Tone>> = { sent: 'good', kept: 'plain', waiting: 'warn', refused: 'bad' };

export function Notices() {
  const { t } = useText();
  const pages = useInfiniteQuery({
    queryKey: ['notices'],
    queryFn: ({ pageParam }) => request('notices.own', { query: pageParam === null ? {} : { before: pageParam } }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }: Page) => next,
    // What becomes of a mail with a code is waited for.
    refetchInterval: ({ state }) => (state.data?.pages[0]?.changing?.state === 'waiting' ? 2000 : false),
  });
  const first = pages.data?.pages[0];
  const items = pages.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <section className="stack" aria-labelledby="notices">
      <h2 id="notices">{t('notice.title')}</h2>
      {first && (first.mailed ? <OwnAddress address={first.address} changing={first.changing} /> : <p className="soft">{t('account.notices.lead')}</p>)}
      {first?.trouble && <Trouble trouble={first.trouble} />}
      <NoticePreferences />
      <h3>{t('notice.own')}</h3>
      {pages.isPending && <Waiting>{t('shell.loading')}</Waiting>}
      {pages.error && <FailureBanner failure={pages.error} retry={() => void pages.refetch()} />}
      {first && items.length === 0 && <p className="soft">{t('notice.none')}</p>}
      {items.length > 0 && <ul className="rows">{items.map((notice) => <NoticeRow key={notice.id} notice={notice} />)}</ul>}
      {pages.hasNextPage && <div className="row"><Button isPending={pages.isFetchingNextPage} onPress={() => void pages.fetchNextPage()}>{t('action.more')}</Button></div>}
    </section>
  );
}

/** Mail does not reach me: since when, and what to do. */
function Trouble({ trouble: { since, notices, reply } }: { trouble: NonNullable<Page['trouble']> }) {
  const { t, dateTime } = useText();
  return (
    <Banner tone="bad" title={t('notice.trouble')}>
      <p>{t('notice.trouble.what', { count: notices, since: dateTime(since) })} {reply !== null && t('notice.reply', { reply })}</p>
      <p>{t('notice.trouble.next')}</p>
    </Banner>
  );
}

function NoticeRow({ notice: { state, reply, language, subject, text, created } }: { notice: Notice }) {
  const { t, dateTime } = useText();
  const lang = language === 'mul' ? undefined : language;
  return (
    <li>
      <details className="grow">
        <summary lang={lang}><bdi>{subject}</bdi></summary>
        <p className="prose small" lang={lang} dir="auto">{text}</p>
      </details>
      <span className="soft small">{dateTime(created)}</span>
      <Badge tone={TONES[state]}>{t(`notice.state.${state}`)}{reply !== null && <> {reply}</>}</Badge>
    </li>
  );
}
