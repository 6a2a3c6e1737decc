import { Link } from '@tanstack/react-router';
import type { AuthoritySummary } from '#protocol';
import { Badge } from '../design/display.tsx';
import { useText } from '../i18n/text.tsx';
import { AuthorityName } from './authority-name.tsx';
import { ConfirmationLine } from './confirmation-banner.tsx';
import { useStateName } from './states.ts';

/** One authority in the list: what it is called, where, for what, and whether it can be written to. */
export function AuthorityRow({ authority }: { authority: AuthoritySummary }) {
  const { t, language, list } = useText();
  const stateName = useStateName();
  const { native, acronym, match, member } = authority;
  const shown = authority.names[language] ?? authority.name;
  const explained = match !== null && match.kind !== 'state' && match.text !== shown && match.text !== native?.name && match.text !== acronym;
  return (
    <li>
      <div className="grow">
        <p className="row">
          <Link to="/directory/$authority" params={{ authority: authority.id }}><AuthorityName of={authority} /></Link>
          {acronym !== null && acronym !== shown && <span className="tag"><bdi>{acronym}</bdi></span>}
        </p>
        {native !== null && native.name !== shown && <p className="small"><bdi lang={native.language}>{native.name}</bdi></p>}
        <p className="soft small">
          <bdi>{stateName(authority.state)}</bdi>
          {' · '}
          {authority.functions.length > 0 ? list(authority.functions.map((name) => t(`directory.function.${name}`))) : t(`directory.kind.${authority.kind}`)}
        </p>
        <ConfirmationLine entry={authority} />
        {explained && match.kind !== 'state' && <p className="soft small">{t(`directory.found-by.${match.kind}`, { text: `⁨${match.text}⁩` })}</p>}
      </div>
      {authority.answering === true && <Badge tone="good">{t('directory.answering')}</Badge>}
      {member?.canBeWrittenTo === true && <Badge tone="good" icon="good">{t('directory.can-be-written-to')}</Badge>}
      {member?.canBeWrittenTo === false && <Badge tone="warn" icon="wait">{t('directory.cannot-be-written-to')}</Badge>}
    </li>
  );
}
