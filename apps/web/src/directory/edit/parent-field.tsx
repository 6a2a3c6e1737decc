import { useParams } from '@tanstack/react-router';
import type { ParentBody } from '#protocol';
import { Button } from '../../design/button.tsx';
import { useText } from '../../i18n/text.tsx';
import { AuthorityPicker } from '../authority-picker.tsx';

/** What a parent body is known by: its entry, or its name alone. */
export type ParentIs = Pick<ParentBody, 'authority' | 'name' | 'language'>;

/** The parent's entry, found while one types; where it has none, the fields below ask for its name. */
export function ParentField({ parent: { authority, name }, mistake, onChange }: { parent: ParentIs; mistake: string | undefined; onChange(to: ParentIs): void }) {
  const { t, language } = useText();
  const { authority: own } = useParams({ strict: false });
  const unlink = () => onChange({ authority: null, name, language });
  return (
    <div className="broad field">
      {authority === null ? <p className="hint">{t('entry.parent.lead')}</p> : (
        <p className="row" role="status">
          <span>{t('entry.parent.linked')} <bdi>{name ?? authority}</bdi></span>
          <Button kind="quiet" onPress={unlink}>{t('entry.parent.unlink')}</Button>
        </p>
      )}
      <AuthorityPicker
        label={t('entry.field.authority')}
        {...(own === undefined ? {} : { except: own })}
        chosen={authority}
        onChange={(id, found) => {
          if (found === null) return unlink();
          const said = found.names[language];
          onChange({ authority: id, name: said ?? found.name, language: said === undefined ? found.nameLanguage : language });
        }}
      />
      {mistake !== undefined && <span className="mistake">{mistake}</span>}
    </div>
  );
}
