import type { AuthoritySummary } from '#protocol';
import { useText } from '../i18n/text.tsx';

type Named = Pick<AuthoritySummary, 'name' | 'nameLanguage' | 'names'>;

/** The name in the reader's language where the directory has it, isolated and marked with its language. */
export function AuthorityName({ of }: { of: Named }) {
  const { language } = useText();
  const own = of.names[language];
  return <bdi lang={own === undefined ? of.nameLanguage : language}>{own ?? of.name}</bdi>;
}
