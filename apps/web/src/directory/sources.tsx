// Where each value was read: a small number beside it, and the list of sources at the foot of the page.
import { createContext, useContext, type ReactNode } from 'react';
import type { AuthorityEntry, Provenance } from '#protocol';
import { ENTERED_BY_SECRETARIAT, STATED_BY_AUTHORITY } from '#protocol/entry';
import { useText } from '../i18n/text.tsx';

const Numbers = createContext<ReadonlyMap<string, number>>(new Map());

const keyOf = ({ source, date }: Provenance) => `${source}\n${date ?? ''}`;

/** Distinct sources of an entry in the order of the page. */
export function sourcesOf({ allNames, contacts, hours, designations, practice, acceptedLanguages, parent, affiliations, notes }: AuthorityEntry): Provenance[] {
  const all = [...(parent ? [parent] : []), ...acceptedLanguages, ...contacts, ...hours, ...designations, ...practice, ...allNames, ...affiliations, ...notes].map(({ provenance }) => provenance);
  return [...new Map(all.map((provenance) => [keyOf(provenance), provenance])).values()];
}

export function SourceNumbers({ sources, children }: { sources: readonly Provenance[]; children: ReactNode }) {
  return <Numbers value={new Map(sources.map((source, index) => [keyOf(source), index + 1]))}>{children}</Numbers>;
}

/** The number of a source, leading to it. */
export function SourceMark({ of }: { of: Provenance }) {
  const { t } = useText();
  const number = useContext(Numbers).get(keyOf(of));
  if (number === undefined) return null;
  return <sup className="source-mark"><a href={`#source-${number}`} aria-label={t('directory.source-number', { number })}>{number}</a></sup>;
}

export function SourceList({ sources }: { sources: readonly Provenance[] }) {
  const { t } = useText();
  const dated = useGivenDate();
  return (
    <section className="card" aria-labelledby="sources">
      <h2 id="sources">{t('directory.sources')}</h2>
      <ol className="source-list small">
        {sources.map(({ source, date }, index) => (
          <li key={keyOf({ source, date })} id={`source-${index + 1}`} tabIndex={-1}>
            <SourceWords source={source} />
            {' — '}
            {date === null ? t('directory.source.undated') : dated(date)}
          </li>
        ))}
      </ol>
    </section>
  );
}

export function SourceWords({ source }: { source: string }) {
  const { t } = useText();
  if (source === STATED_BY_AUTHORITY) return <>{t('directory.source.authority')}</>;
  if (source === ENTERED_BY_SECRETARIAT) return <>{t('directory.source.secretariat')}</>;
  return isAddress(source) ? <Outside to={source}>{source}</Outside> : <bdi>{source}</bdi>;
}

/** A link that leaves the portal and tells the other side nothing about it. */
export function Outside({ to, children }: { to: string; children: ReactNode }) {
  return <a href={to} rel="noopener noreferrer" target="_blank"><bdi>{children}</bdi></a>;
}

export function isAddress(text: string): boolean {
  return /^https?:\/\/\S+$/.test(text);
}

/** Dates as far as the source gives them: days in the reader's form, years and months as they are. */
export function useGivenDate(): (date: string) => string {
  const { date: day } = useText();
  return (date) => (/^\d{4}-\d\d-\d\d$/.test(date) ? day(`${date}T12:00:00Z`) : date);
}
