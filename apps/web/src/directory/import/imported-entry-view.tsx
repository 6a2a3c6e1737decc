import type { ImportedEntry } from '#protocol';
import { useText } from '../../i18n/text.tsx';
import { useStateName } from '../states.ts';

/** What a row says, in a few lines. */
export function ImportedEntryView({ entry: { state, kind, names, contacts, designations, languages } }: { entry: ImportedEntry }) {
  const { t } = useText();
  const stateName = useStateName();
  const [main, ...others] = names;
  return (
    <>
      <p>
        <strong><bdi lang={main?.language === 'und' ? undefined : main?.language}>{main?.name}</bdi></strong>
        {others.map(({ name, language, kind: what }) => <span key={`${what} ${language} ${name}`} className="small"> · <bdi lang={language === 'und' ? undefined : language}>{name}</bdi></span>)}
      </p>
      <p className="soft small"><bdi>{stateName(state)}</bdi> · {t(`directory.kind.${kind}`)}{languages.length > 0 && <> · {languages.map(({ language }) => language).join(', ')}</>}</p>
      {contacts.map(({ kind: what, value, visibility }) => (
        <p key={`${what} ${value}`} className="small">
          <span className="soft">{t(`contact.${what}`)}:</span> <bdi className="prose" dir={what === 'telephone' || what === 'fax' ? 'ltr' : undefined}>{value}</bdi>
          {visibility !== 'public' && <span className="tag">{t(`import.seen-by.${visibility}`)}</span>}
        </p>
      ))}
      {designations.map(({ function: what, instrument }) => <p key={`${what} ${instrument}`} className="small"><bdi>{what}</bdi> — <bdi>{instrument}</bdi></p>)}
    </>
  );
}
