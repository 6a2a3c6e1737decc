import type { AuthorityEntry } from '#protocol';
import { useText } from '../i18n/text.tsx';
import { useLanguageName } from './language-name.ts';
import { AudienceBadge } from './audience-badge.tsx';
import { SourceMark, useGivenDate } from './sources.tsx';

/** What the State designated the authority for: in our groups, in the words of the source, under which instrument, since when. */
export function DesignationSection({ designations }: Pick<AuthorityEntry, 'designations'>) {
  const { t, list } = useText();
  const languageName = useLanguageName();
  const given = useGivenDate();
  return (
    <section className="card" aria-labelledby="designations">
      <h2 id="designations">{t('directory.designations')}</h2>
      {designations.length === 0 && <p className="soft">{t('directory.designations.none')}</p>}
      {designations.length > 0 && (
        <ul className="entries">
          {designations.map((designation) => (
            <li key={designation.id}>
              <h3>{list(designation.functions.map((name) => t(`directory.function.${name}`)))}<SourceMark of={designation.provenance} /><AudienceBadge of={designation.visibility} /></h3>
              <p lang="en"><bdi>{designation.function}</bdi> — <bdi>{[designation.instrument, designation.provision].filter(Boolean).join(', ')}</bdi></p>
              {designation.languages.length > 0 && <p className="small">{t('directory.accepted-languages')}: {list(designation.languages.map(languageName))}</p>}
              {(designation.validFrom !== null || designation.validTo !== null) && <p className="small">{t('directory.validity', { from: designation.validFrom === null ? '…' : given(designation.validFrom), to: designation.validTo === null ? '…' : given(designation.validTo) })}</p>}
              {designation.reference !== null && <p className="small">{t('directory.reference', { reference: [designation.reference, designation.referenceDate === null ? '' : given(designation.referenceDate)].filter(Boolean).join(', ') })}</p>}
              {designation.provenance.date !== null && <p className="soft small">{given(designation.provenance.date)}</p>}
              {designation.note !== null && <p className="soft small" lang="en">{designation.note}</p>}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
