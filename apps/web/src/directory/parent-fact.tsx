import { Link } from '@tanstack/react-router';
import type { AuthorityEntry } from '#protocol';
import { Fact } from '../design/display.tsx';
import { useText } from '../i18n/text.tsx';
import { AudienceBadge } from './audience-badge.tsx';
import { SourceMark } from './sources.tsx';

/** The body it belongs to, with the way to its entry where it has one. */
export function ParentFact({ parent: { authority, shown, name, language, provenance, visibility } }: { parent: NonNullable<AuthorityEntry['parent']> }) {
  const { t } = useText();
  return (
    <Fact name={t('directory.parent')}>
      {authority === null ? <bdi lang={language === 'und' ? undefined : language}>{name}</bdi> : <Link to="/directory/$authority" params={{ authority }}><bdi>{shown ?? name}</bdi></Link>}
      <SourceMark of={provenance} />
      <AudienceBadge of={visibility} />
    </Fact>
  );
}
