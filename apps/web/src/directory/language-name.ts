import { useMemo } from 'react';
import { useText } from '../i18n/text.tsx';

/** Tag of a language → its name in the reader's language. */
export function useLanguageName(): (tag: string) => string {
  const { language } = useText();
  return useMemo(() => {
    const names = new Intl.DisplayNames(language, { type: 'language' });
    return (tag) => names.of(tag) ?? tag;
  }, [language]);
}
