import { useMemo } from 'react';
import { useText } from '../i18n/text.tsx';

/** Tag of a language → its name in the reader's language. */
export function useLanguageName(): (tag: string) => string {
  const { language, t } = useText();
  return useMemo(() => {
    const names = new Intl.DisplayNames(language, { type: 'language' });
    // CLDR calls it the root of all languages.
    return (tag) => (tag === 'und' ? t('entry.language-unknown') : (names.of(tag) ?? tag));
  }, [language, t]);
}
