import type { DoubleReason, ImportDecision } from '#protocol';
import { request } from '../../crypto/request.ts';
import { Button } from '../../design/button.tsx';
import { useText } from '../../i18n/text.tsx';
import { FailureBanner } from '../../shell/failure-text.tsx';
import { useStep } from './use-step.ts';

export const DECISIONS: readonly ImportDecision[] = ['merge', 'alias', 'create', 'skip'];

/** One decision for all rows that are doubtful for the same reason. */
export function DecideAll({ id, reason }: { id: string; reason: DoubleReason }) {
  const { t } = useText();
  const decide = useStep<ImportDecision>(id, (decision) => request('directory-import.decideRows', { params: { id }, body: { rows: reason, decision } }));
  return (
    <fieldset className="card stack tight wide import-decide">
      <legend>{t('import.decide-all')}</legend>
      <div className="row">{DECISIONS.map((decision) => <Button key={decision} isPending={decide.isPending} onPress={() => decide.mutate(decision)}>{t(`import.decision.${decision}`)}</Button>)}</div>
      {decide.error && <FailureBanner failure={decide.error} />}
    </fieldset>
  );
}
