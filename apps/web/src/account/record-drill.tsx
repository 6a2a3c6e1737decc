// The recovery drill of a security officer: on a device that knows nothing, or in a private window, with the sheet in hand.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { engine } from '../crypto/engine.ts';
import { request } from '../crypto/request.ts';
import { Button } from '../design/button.tsx';
import { Badge } from '../design/display.tsx';
import { useToast } from '../design/toast.tsx';
import { useText } from '../i18n/text.tsx';
import { useStepUp } from '../session/step-up.tsx';
import { FailureBanner } from '../shell/failure-text.tsx';
import './account.css';

export function RecordDrill({ member, officer }: { member: string; officer: string }) {
  const { t, date } = useText();
  const cache = useQueryClient();
  const withStepUp = useStepUp();
  const toast = useToast();
  const drills = useQuery({ queryKey: ['drills', member], queryFn: () => request('drill.drills', { params: { member } }) });
  const rehearsal = useQuery({ queryKey: ['rehearsal'], queryFn: () => engine.isRehearsal() });
  const record = useMutation({
    mutationFn: () => withStepUp(() => engine.recordDrill()),
    onSuccess: () => toast(t('drill.recorded')),
    onSettled: () => Promise.all(['drills', 'rehearsal'].map((key) => cache.invalidateQueries({ queryKey: [key] }))),
  });
  const mine = drills.data?.items.find((item) => item.officer === officer);
  return (
    <div className="card stack">
      <div className="row apart wide">
        <h3>{t('drill.title')}</h3>
        {mine && <Badge tone={mine.counts ? 'good' : 'warn'}>{mine.done === null || mine.due === null ? t('drill.never') : t(mine.counts ? 'drill.done' : 'drill.over', { date: date(mine.done), due: date(mine.due) })}</Badge>}
      </div>
      {drills.error && <FailureBanner failure={drills.error} retry={() => void drills.refetch()} />}
      {record.error && <FailureBanner failure={record.error} />}
      <p>{t('drill.why')}</p>
      {rehearsal.data === true ? (
        <>
          <p>{t('drill.here')}</p>
          <div className="row"><Button kind="primary" isPending={record.isPending} onPress={() => record.mutate()}>{t('drill.record')}</Button></div>
        </>
      ) : (
        <ol className="steps">
          <li>{t('drill.step.window')}</li>
          <li>{t('drill.step.code')}</li>
          <li>{t('drill.step.record')}</li>
        </ol>
      )}
    </div>
  );
}
