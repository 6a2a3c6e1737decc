import { useMutation } from '@tanstack/react-query';
import type { AuditItem } from '#protocol';
import { engine } from '../crypto/engine.ts';
import type { AuditProof } from '../crypto/audit-api.ts';
import { Button } from '../design/button.tsx';
import { Banner } from '../design/display.tsx';
import { useText } from '../i18n/text.tsx';
import { useSession } from '../session/session.ts';
import { FailureBanner } from '../shell/failure-text.tsx';

/** The proof, checked in this browser against checkpoints that it verified itself. */
export function VerifyHere({ item }: { item: AuditItem }) {
  const { t } = useText();
  const unlocked = useSession().phase === 'open';
  const verify = useMutation({ mutationFn: () => engine.verifyEntry(item) });
  return (
    <div className="stack tight">
      <Button kind="primary" isPending={verify.isPending} isDisabled={!unlocked} onPress={() => verify.mutate()}>{t('audit.verify-here')}</Button>
      {!unlocked && <p className="soft small">{t('audit.verify-locked')}</p>}
      {verify.error && <FailureBanner failure={verify.error} />}
      {verify.data && <Verdict proof={verify.data} />}
    </div>
  );
}

function Verdict({ proof }: { proof: AuditProof }) {
  const { t, number } = useText();
  if (proof.outcome === 'not-yet') return <Banner tone="warn" alert>{t('audit.proof.not-yet')}</Banner>;
  if (proof.outcome === 'refused') {
    return <Banner tone="bad" alert title={t('audit.proof.refused')}><p>{t(`audit.refused.${proof.failed}`, proof.failed === 'proof' ? { detail: proof.detail } : {})}</p></Banner>;
  }
  const { index, size, root, trustSize, context } = proof;
  return (
    <Banner tone="good" alert title={t('audit.proof.proven', { index: number(index), size: number(size) })}>
      <ul className="checks">
        <li>{t('audit.check.leaf')}</li>
        <li>{t('audit.check.inclusion')}</li>
        <li>{t('audit.check.consistency', { size: number(size) })}</li>
        <li>{t('audit.check.trust', { size: number(trustSize) })}</li>
        <li>{t(`audit.proof.context.${context}`)}</li>
      </ul>
      <p className="small">{t('audit.proof.root')} <code className="fixed">{root}</code></p>
    </Banner>
  );
}
