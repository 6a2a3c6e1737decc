import { useMutation } from '@tanstack/react-query';
import { request } from '../crypto/request.ts';
import { Banner } from '../design/display.tsx';
import { useText } from '../i18n/text.tsx';
import { termsAccepted } from '../session/session.ts';
import { FailureBanner } from '../shell/failure-text.tsx';
import { AcceptTerms } from './accept-terms.tsx';

/** In the place of every page, for somebody who signed in and has not accepted the present terms. */
export function TermsDue({ version }: { version: number }) {
  const { t } = useText();
  const accept = useMutation({ mutationFn: () => request('identity.acceptTerms', { body: { version } }), onSuccess: termsAccepted });
  return (
    <div className="page">
      <Banner tone="warn">{t('terms.new')}</Banner>
      {accept.error && <FailureBanner failure={accept.error} />}
      <AcceptTerms version={version} busy={accept.isPending} onAccept={() => accept.mutate()} />
    </div>
  );
}
