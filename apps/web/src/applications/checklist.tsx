import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { ApplicationDetail, ChecklistStep, StepCheck } from '#protocol';
import { usePeople } from '../administration/people.ts';
import { request } from '../crypto/request.ts';
import { Button } from '../design/button.tsx';
import { Badge } from '../design/display.tsx';
import { useText } from '../i18n/text.tsx';
import { useSession } from '../session/session.ts';
import { FailureBanner } from '../shell/failure-text.tsx';
import type { OnDetail } from './application-page.tsx';
import { CheckDialog } from './check-dialog.tsx';
import { useStepWords } from './step-words.ts';

export interface ChecklistProps {
  detail: ApplicationDetail;
  /** Of checks, by their id, as far as this officer can open them. */
  notes: Readonly<Record<string, string | null>>;
  onDetail: OnDetail;
}

/** What is to be found out before anybody signs: by whom it was done, when and how. */
export function Checklist({ detail, notes, onDetail }: ChecklistProps) {
  const { t, number } = useText();
  const stepWords = useStepWords();
  const session = useSession();
  const me = session.phase === 'out' ? null : session.who.officer;
  const [doing, setDoing] = useState<ChecklistStep | null>(null);
  const open = detail.state === 'received' || detail.state === 'checking';
  const done = detail.steps.length - detail.missing.length;
  const checksOf = (step: string) => detail.checks.filter((check) => check.step === step);
  const mayDo = ({ id, kind }: ChecklistStep) => open && (kind === 'founders-identity' || !checksOf(id).some(({ officer, earlier }) => officer === me && !earlier));
  return (
    <section className="stack" aria-labelledby="checklist">
      <div className="row apart wide">
        <h2 id="checklist">{t('checklist.title')}</h2>
        <Badge tone={detail.missing.length === 0 ? 'good' : 'plain'}>{t('applications.steps', { done: number(done), steps: number(detail.steps.length) })}</Badge>
      </div>
      <ol className="rows checklist">
        {detail.steps.map((step) => (
          <li key={step.id} aria-label={stepWords(step)}>
            <div className="row apart wide">
              <p className="grow"><strong>{stepWords(step)}</strong> {step.persons > 1 && <span className="soft small">{t('checklist.persons', { count: step.persons })}</span>}</p>
              <Badge tone={detail.missing.includes(step.id) ? 'warn' : 'good'}>{t(detail.missing.includes(step.id) ? 'checklist.missing' : 'checklist.done')}</Badge>
              {mayDo(step) && <Button onPress={() => setDoing(step)}>{t('checklist.do')}</Button>}
            </div>
            {checksOf(step.id).map((check) => <Done key={check.id} detail={detail} check={check} note={notes[check.id] ?? null} mine={check.officer === me && open} onDetail={onDetail} />)}
          </li>
        ))}
      </ol>
      {doing && <CheckDialog detail={detail} step={doing} onClose={() => setDoing(null)} onDetail={onDetail} />}
    </section>
  );
}

function Done({ detail, check, note, mine, onDetail }: { detail: ApplicationDetail; check: StepCheck; note: string | null; mine: boolean; onDetail: OnDetail }) {
  const { t, dateTime } = useText();
  const { nameOf } = usePeople();
  const undo = useMutation({ mutationFn: () => request('applications.uncheckStep', { params: { application: detail.id, check: check.id } }), onSuccess: onDetail });
  return (
    <div className="done">
      <p>{nameOf(check.officer)} · {t(`checklist.means.${check.means}`)} · <time className="soft small" dateTime={check.at}>{dateTime(check.at)}</time> {check.earlier && <Badge>{t('checklist.earlier')}</Badge>}</p>
      {check.certificates.length > 0 && <p className="soft small">{t('checklist.certificates', { count: check.certificates.length })}</p>}
      {note !== null && <p className="prose">{note}</p>}
      {undo.error && <FailureBanner failure={undo.error} />}
      {mine && !check.earlier && <div className="row"><Button kind="quiet" isPending={undo.isPending} onPress={() => undo.mutate()}>{t('checklist.undo')}</Button></div>}
    </div>
  );
}
