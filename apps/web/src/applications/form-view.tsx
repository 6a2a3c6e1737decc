import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ApplicationDetail, ApplicationForm, ApplicationPerson } from '#protocol';
import { engine } from '../crypto/engine.ts';
import { Button } from '../design/button.tsx';
import { Banner, DataList, Fact } from '../design/display.tsx';
import { useText } from '../i18n/text.tsx';
import { FailureBanner } from '../shell/failure-text.tsx';
import { saveFile } from '../thread/save-file.ts';

/** What the applicant wrote. It is signed by nobody: the checklist is there to find out whether it is true. */
export function FormView({ detail, form }: { detail: ApplicationDetail; form: ApplicationForm }) {
  const { t } = useText();
  // What the form says inside against what the hub says of it: they must be of one piece.
  const differs = form.state !== detail.country || (form.authority !== null && detail.authority !== null && form.authority !== detail.authority);
  return (
    <section className="card stack" aria-labelledby="form">
      <h2 id="form">{t('applications.form')}</h2>
      {differs && <Banner tone="warn">{t('applications.differs')}</Banner>}
      <DataList>
        <Fact name={t('apply.authority')}>{detail.authority === null ? <bdi>{form.authorityName}</bdi> : <Link to="/directory/$authority" params={{ authority: detail.authority }}><bdi>{form.authorityName}</bdi></Link>}</Fact>
        {form.description !== '' && <Fact name={t('apply.description')}><span className="prose">{form.description}</span></Fact>}
        <Fact name={t('apply.legal-basis')}><span className="prose">{form.legalBasis}</span></Fact>
        <Fact name={t('apply.article-36')}>{t(`apply.article-36.${form.article36}`)}</Fact>
        <Fact name={t('apply.confirmation')}><span className="prose">{form.confirmation}</span></Fact>
        <Fact name={t('apply.focal-points')}><People people={form.focalPoints} /></Fact>
        <Fact name={t('apply.founders')}><People people={form.securityOfficers} /></Fact>
        <Fact name={t('apply.instrument')}>{t(`instrument.${form.instrument.kind}`)} · <bdi>{form.instrument.reference}</bdi></Fact>
        <Fact name={t('apply.scan')}><Scan detail={detail} form={form} /></Fact>
      </DataList>
    </section>
  );
}

function People({ people }: { people: readonly ApplicationPerson[] }) {
  return <ul className="stack tight">{people.map(({ name, function: post, telephone, email }) => <li key={`${name} ${telephone}`}><bdi>{name}</bdi> · <bdi>{post}</bdi> · <span className="fixed">{telephone}</span>{email !== '' && <> · <span className="fixed">{email}</span></>}</li>)}</ul>;
}

function Scan({ detail, form: { instrument: { scan } } }: { detail: ApplicationDetail; form: ApplicationForm }) {
  const { t, size } = useText();
  const fetchScan = useMutation({ mutationFn: () => engine.applicationScan(detail), onSuccess: (blob) => saveFile(blob, scan.name) });
  return (
    <div className="stack tight">
      <span><bdi>{scan.name}</bdi> <span className="soft small">{size(scan.size)}</span></span>
      <p className="soft small">{t('applications.scan.warning')}</p>
      {fetchScan.error && <FailureBanner failure={fetchScan.error} />}
      <Button isPending={fetchScan.isPending} onPress={() => fetchScan.mutate()}>{t('applications.scan.save')}</Button>
    </div>
  );
}
