import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { EnrolledOfficer } from '#protocol';
import { engine } from '../crypto/engine.ts';
import { Button } from '../design/button.tsx';
import { Checkbox } from '../design/checkbox.tsx';
import { Badge, Waiting } from '../design/display.tsx';
import { Dialog } from '../design/dialog.tsx';
import { useText } from '../i18n/text.tsx';
import { useStepUp } from '../session/step-up.tsx';
import { FailureBanner } from '../shell/failure-text.tsx';
import { endOfDay, isPast, TermField } from './officers/term-fields.tsx';
import { ScopePicker } from './secretariat/scope-picker.tsx';
import { CertificateWords } from './certificate-words.tsx';
import { useComparison } from './comparison.ts';
import { useEnrolled } from './people.ts';
import { useProposals } from './proposals.tsx';

/** Founders of one authority are admitted together, from its application; everybody else alone and here. */
function admissions(items: readonly EnrolledOfficer[]): EnrolledOfficer[][] {
  return Object.values(Object.groupBy(items, ({ purpose, authority, officer }) => (purpose === 'founder' ? `authority ${authority}` : officer))) as EnrolledOfficer[][];
}

function propose([first]: readonly EnrolledOfficer[], ends: string | null, scope: string[] | null) {
  if (!first) throw new RangeError('nobody to admit');
  if (first.purpose === 'reissue') return engine.proposeRekey(first);
  return first.purpose === 'auditor' ? engine.proposeAuditor(first, scope) : engine.proposeOfficer(first, ends);
}

/** Enrolled and not yet on a roster. */
export function Enrolled() {
  const { t } = useText();
  const enrolled = useEnrolled();
  const proposals = useProposals();
  const [admitting, setAdmitting] = useState<readonly EnrolledOfficer[] | null>(null);
  const proposed = new Set((proposals.data ?? []).filter(({ state }) => state === 'waiting').flatMap(({ admits }) => admits.map(({ officer }) => officer)));
  return (
    <section className="stack" aria-labelledby="enrolled">
      <div className="row apart wide">
        <h2 id="enrolled">{t('administration.enrolled')}</h2>
        <Button isPending={enrolled.isFetching} onPress={() => void enrolled.refetch()}>{t('audit.refresh')}</Button>
      </div>
      {enrolled.isPending && <Waiting>{t('shell.loading')}</Waiting>}
      {enrolled.error && <FailureBanner failure={enrolled.error} retry={() => void enrolled.refetch()} />}
      {enrolled.data?.items.length === 0 && <p className="soft">{t('administration.enrolled.none')}</p>}
      {enrolled.data && enrolled.data.items.length > 0 && (
        <ul className="rows">
          {admissions(enrolled.data.items).map((officers) => (
            <Joining key={officers[0]!.officer} officers={officers} proposed={officers.some(({ officer }) => proposed.has(officer))} onAdmit={() => setAdmitting(officers)} />
          ))}
        </ul>
      )}
      {admitting && <Admit officers={admitting} onClose={() => setAdmitting(null)} />}
    </section>
  );
}

function Joining({ officers, proposed, onAdmit }: { officers: readonly EnrolledOfficer[]; proposed: boolean; onAdmit(): void }) {
  const { t, date, list } = useText();
  const first = officers[0]!;
  const foundersMissing = first.purpose === 'founder' && officers.length < 2;
  return (
    <li>
      <div className="grow">
        <p><bdi>{list(officers.map(({ card }) => card.name))}</bdi></p>
        <p className="soft small">{t(`enrol.purpose.${first.purpose}`)}{first.role && <> · {t(`officer-role.${first.role}`)}</>} · <bdi>{list(officers.map(({ card }) => card.function))}</bdi> · {date(first.enrolled)}</p>
        {first.purpose === 'secretariat' && !proposed && <p className="soft small">{t('secretariat.admit.how')}</p>}
        {first.purpose === 'seat' && !proposed && <p className="soft small">{t('reseat.how')}</p>}
        {foundersMissing && <p className="soft small">{t('administration.founders-missing')}</p>}
      </div>
      {proposed && <Badge>{t('administration.proposed')}</Badge>}
      {!proposed && first.purpose === 'founder' && <Link className="button" to="/applications" search={{}}>{t('applications.title')}</Link>}
      {!proposed && first.purpose !== 'secretariat' && first.purpose !== 'seat' && first.purpose !== 'founder' && <Button onPress={onAdmit}>{t('administration.words.show')}</Button>}
    </li>
  );
}

/** First the words are compared with their owner, then the admission is signed and proposed. */
function Admit({ officers, onClose }: { officers: readonly EnrolledOfficer[]; onClose(): void }) {
  const { t } = useText();
  const cache = useQueryClient();
  const withStepUp = useStepUp();
  const comparison = useComparison(officers.map(({ certificate }) => certificate));
  const [day, setDay] = useState('');
  const [scope, setScope] = useState<string[] | null>(null);
  const auditor = officers[0]?.purpose === 'auditor';
  const temporary = officers[0]?.purpose === 'officer' && officers[0].role !== 'security';
  const admit = useMutation({
    mutationFn: () => withStepUp(() => propose(officers, temporary ? endOfDay(day) : null, scope)),
    onSuccess: onClose,
    onSettled: () => Promise.all(['proposals', 'enrolled'].map((key) => cache.invalidateQueries({ queryKey: [key] }))),
  });
  return (
    <Dialog title={t('administration.words')} open onClose={onClose} broad>
      {officers.map(({ officer, certificate, card }) => <CertificateWords key={officer} certificate={certificate} name={card.name} comparison={comparison} />)}
      {temporary && <TermField day={day} onChange={setDay} />}
      {auditor && <ScopePicker scope={scope} onChange={setScope} />}
      <Checkbox checked={comparison.all} onChange={comparison.say}>{t('administration.words.compared')}</Checkbox>
      {admit.error && <FailureBanner failure={admit.error} />}
      <div className="row end wide">
        <Button onPress={onClose}>{t('action.cancel')}</Button>
        <Button kind="primary" isDisabled={!comparison.all || (temporary && isPast(day)) || scope?.length === 0} isPending={admit.isPending} onPress={() => admit.mutate()}>{t('administration.admit')}</Button>
      </div>
    </Dialog>
  );
}
