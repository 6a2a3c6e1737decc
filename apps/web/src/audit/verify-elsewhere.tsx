import { useQuery } from '@tanstack/react-query';
import { engine } from '../crypto/engine.ts';
import { useText } from '../i18n/text.tsx';
import { useSession } from '../session/session.ts';

/** What to fetch and compare with programs that are not ours (RFC 6962 hashes, C2SP signed notes). */
export function VerifyElsewhere({ index, hash, leaf }: { index: number; hash: string; leaf: string }) {
  const { t } = useText();
  const unlocked = useSession().phase === 'open';
  const network = useQuery({ queryKey: ['network'], queryFn: () => engine.network(), enabled: unlocked });
  const log = network.data?.logs.audit;
  const { origin } = window.location;
  return (
    <details>
      <summary>{t('audit.elsewhere')}</summary>
      <p className="soft">{t('audit.elsewhere.lead')}</p>
      <ol className="elsewhere">
        <li>{t('audit.elsewhere.entry')} <code className="fixed">{hash}</code></li>
        <li>{t('audit.elsewhere.leaf')} <code className="fixed">{leaf}</code></li>
        {log && <li>{t('audit.elsewhere.inclusion')} <code className="fixed">{`${origin}/log/audit/inclusion?index=${index}&size=${log.size}`}</code></li>}
        <li>{t('audit.elsewhere.checkpoint')} <code className="fixed">{`${origin}/log/audit/checkpoint`}</code></li>
        {log && <li>{t('audit.elsewhere.key')} <code className="fixed">{log.key}</code></li>}
      </ol>
    </details>
  );
}
