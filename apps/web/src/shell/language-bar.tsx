import { LANGUAGES } from '../i18n/language.ts';
import { useText } from '../i18n/text.tsx';

/** The six languages, each in its own name, in the order of the United Nations. */
export function LanguageBar() {
  const { t, language, setLanguage } = useText();
  return (
    <fieldset className="languages" aria-label={t('shell.language')}>
      {LANGUAGES.map(({ code, name, direction }) => (
        <button key={code} type="button" lang={code} dir={direction} aria-pressed={code === language} onClick={() => setLanguage(code)}>
          {name}
        </button>
      ))}
    </fieldset>
  );
}
