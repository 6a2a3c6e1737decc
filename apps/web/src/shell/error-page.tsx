import type { ErrorComponentProps } from '@tanstack/react-router';
import { useText } from '../i18n/text.tsx';
import { FailureBanner } from './failure-text.tsx';
import { Page } from './page.tsx';

/** Where a page fails as a whole; the shell around it stays. */
export function ErrorPage({ error, reset }: ErrorComponentProps) {
  const { t } = useText();
  return (
    <Page title={t('error.title')} lead={t('error.lead')}>
      <FailureBanner failure={error} retry={reset} />
    </Page>
  );
}

export function NotFoundPage() {
  const { t } = useText();
  return (
    <Page title={t('error.not-found.title')} lead={t('error.not-found.lead')}>
      <p><a href="/">{t('shell.product')}</a></p>
    </Page>
  );
}
