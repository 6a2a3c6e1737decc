import { useText } from '../i18n/text.tsx';
import { useNetwork } from '../session/session.ts';

/** On every page of a demonstration network: nothing here is a real authority's act. */
export function DemonstrationBanner() {
  const { t } = useText();
  return useNetwork()?.demonstration === true ? <aside className="demo">{t('shell.demonstration')}</aside> : null;
}
