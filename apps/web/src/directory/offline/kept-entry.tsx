import type { DirectorySnapshot } from '#protocol';
import { useText } from '../../i18n/text.tsx';

/** One entry with what is needed to reach it. */
export function KeptEntry({ entry: { content: { state, kind, names, contacts } }, states }: { entry: DirectorySnapshot['authorities'][number]; states: DirectorySnapshot['states'] }) {
  const { t, language } = useText();
  const full = names.filter(({ kind: what }) => what === 'official' || what === 'native' || what === 'rendering');
  const shown = full.find((name) => name.language === language) ?? full.find((name) => name.language === 'en') ?? full[0];
  const others = names.filter((name) => name !== shown);
  return (
    <li>
      <details className="grow">
        <summary><bdi lang={shown?.language}>{shown?.name}</bdi> <span className="soft small"><bdi>{states.find(({ code }) => code === state)?.names[language] ?? state}</bdi> · {t(`directory.kind.${kind}`)}</span></summary>
        {others.map(({ id, name, language: tag }) => <p key={id} className="small"><bdi lang={tag === 'und' ? undefined : tag}>{name}</bdi></p>)}
        {contacts.length === 0 && <p className="soft small">{t('directory.contact.none')}</p>}
        {contacts.map(({ id, kind: what, value }) => (
          <p key={id} className="small"><span className="soft">{t(`contact.${what}`)}:</span> <bdi className="prose" dir={what === 'telephone' || what === 'fax' ? 'ltr' : undefined}>{value}</bdi></p>
        ))}
      </details>
    </li>
  );
}
