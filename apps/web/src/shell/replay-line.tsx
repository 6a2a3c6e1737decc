import { Banner } from '../design/display.tsx';
import { useText } from '../i18n/text.tsx';
import { useReplay } from '../session/replay.ts';

/** On every page while a long trust log is being verified, and when what was kept of it had to be thrown away. */
export function ReplayLine() {
  const { t, percent } = useText();
  const { progress, discarded } = useReplay();
  const fetching = progress !== null && progress.fetched < progress.total;
  return (
    <>
      {progress && (
        <p className="replay soft small" role="progressbar" aria-label={t('replay.title')} aria-valuemin={0} aria-valuemax={100} aria-valuenow={Math.floor((progress.done / progress.total) * 100)}>
          {t(fetching ? 'replay.fetching' : 'replay.verifying', { percent: percent(Math.floor(((fetching ? progress.fetched : progress.done) / progress.total) * 100) / 100) })}
        </p>
      )}
      {discarded && <Banner tone="warn" alert>{t(`replay.discarded.${discarded}`)}</Banner>}
    </>
  );
}
