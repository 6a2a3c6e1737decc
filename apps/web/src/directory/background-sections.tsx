// Names, networks and notes of an entry.
import type { AuthorityEntry } from '#protocol';
import { useText } from '../i18n/text.tsx';
import { useLanguageName } from './language-name.ts';
import { AudienceBadge } from './audience-badge.tsx';
import { SourceMark } from './sources.tsx';

export function NamesSection({ allNames }: Pick<AuthorityEntry, 'allNames'>) {
  const { t } = useText();
  const languageName = useLanguageName();
  return (
    <section className="card" aria-labelledby="names">
      <h2 id="names">{t('directory.names')}</h2>
      <ul className="entries">
        {allNames.map(({ id, name, language, kind, visibility, provenance }) => (
          <li key={id}>
            <p><bdi lang={kind === 'acronym' ? undefined : language}>{name}</bdi><SourceMark of={provenance} /><AudienceBadge of={visibility} /></p>
            <p className="soft small">{kind === 'acronym' ? t('directory.name-kind.acronym') : `${languageName(language)} — ${t(`directory.name-kind.${kind}`)}`}</p>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Hidden when there is nothing to say. */
export function NetworksSection({ affiliations }: Pick<AuthorityEntry, 'affiliations'>) {
  const { t } = useText();
  if (affiliations.length === 0) return null;
  return (
    <section className="card" aria-labelledby="networks">
      <h2 id="networks">{t('directory.networks')}</h2>
      <ul className="entries">
        {affiliations.map(({ id, network, stated, joined, evidence, visibility, provenance }) => (
          <li key={id}>
            <p><bdi lang="en">{network}</bdi><SourceMark of={provenance} /><AudienceBadge of={visibility} /></p>
            <p className="soft small">{stated ? t('directory.networks.stated') : t('directory.networks.not-stated')}{joined !== null && ` · ${t('directory.joined', { year: joined })}`}</p>
            {evidence !== null && <p className="small" lang="en"><bdi>{evidence}</bdi></p>}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Hidden when there is nothing to say. */
export function NotesSection({ notes }: Pick<AuthorityEntry, 'notes'>) {
  const { t } = useText();
  if (notes.length === 0) return null;
  return (
    <section className="card" aria-labelledby="notes">
      <h2 id="notes">{t('directory.notes')}</h2>
      <ul className="entries">
        {notes.map(({ id, text, visibility, provenance }) => <li key={id} lang="en"><p><bdi>{text}</bdi><SourceMark of={provenance} /><AudienceBadge of={visibility} /></p></li>)}
      </ul>
    </section>
  );
}
