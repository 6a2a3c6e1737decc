import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { EnrolledOfficer } from '#protocol';
import { engine } from '../crypto/engine.ts';
import { request } from '../crypto/request.ts';
import { Button } from '../design/button.tsx';
import { EmptyState, Waiting } from '../design/display.tsx';
import { useText } from '../i18n/text.tsx';
import { useSession } from '../session/session.ts';
import { useStepUp } from '../session/step-up.tsx';
import { FailureBanner } from '../shell/failure-text.tsx';

/** Founders of one authority are admitted together, with it; everybody else alone. */
function admissions(items: readonly EnrolledOfficer[]): EnrolledOfficer[][] {
  return Object.values(Object.groupBy(items, ({ purpose, authority, officer }) => (purpose === 'founder' ? `authority ${authority}` : officer))) as EnrolledOfficer[][];
}

function propose([first, ...others]: readonly EnrolledOfficer[]) {
  if (!first) throw new RangeError('nobody to admit');
  if (first.purpose === 'founder' && first.authority !== null) return engine.proposeMember(first.authority, [first, ...others]);
  return first.purpose === 'auditor' ? engine.proposeAuditor(first) : engine.proposeOfficer(first);
}

/** Enrolled and not yet on a roster. */
export function Enrolled() {
  const { t, date, list } = useText();
  const cache = useQueryClient();
  const withStepUp = useStepUp();
  const session = useSession();
  const mayPropose = session.phase !== 'out' && session.who.role !== 'pending';
  const enrolled = useQuery({ queryKey: ['enrolled'], queryFn: () => request('identity.enrolled'), refetchInterval: 15_000 });
  const admit = useMutation({
    mutationFn: (officers: readonly EnrolledOfficer[]) => withStepUp(() => propose(officers)),
    onSettled: () => Promise.all(['proposals', 'enrolled'].map((key) => cache.invalidateQueries({ queryKey: [key] }))),
  });
  return (
    <section className="stack" aria-labelledby="enrolled">
      <h2 id="enrolled">{t('administration.enrolled')}</h2>
      {enrolled.isPending && <Waiting>{t('shell.loading')}</Waiting>}
      {enrolled.error && <FailureBanner failure={enrolled.error} retry={() => void enrolled.refetch()} />}
      {admit.error && <FailureBanner failure={admit.error} />}
      {enrolled.data?.items.length === 0 && <EmptyState title={t('administration.enrolled.none')} />}
      {enrolled.data && enrolled.data.items.length > 0 && (
        <ul className="rows">
          {admissions(enrolled.data.items).map((officers) => {
            const [first] = officers;
            const foundersMissing = first!.purpose === 'founder' && officers.length < 2;
            return (
              <li key={first!.officer}>
                <div className="grow">
                  <p><bdi>{list(officers.map(({ card }) => card.name))}</bdi></p>
                  <p className="soft small">{t(`enrol.purpose.${first!.purpose}`)}{first!.role && <> · {t(`officer-role.${first!.role}`)}</>} · {date(first!.enrolled)}</p>
                  {foundersMissing && <p className="soft small">{t('administration.founders-missing')}</p>}
                </div>
                {mayPropose && first!.purpose !== 'secretariat' && <Button isDisabled={foundersMissing || admit.isPending} onPress={() => admit.mutate(officers)}>{t('administration.admit')}</Button>}
              </li>
            );
          })}
        </ul>
      )}
    </section>
  );
}
