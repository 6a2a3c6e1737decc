// What happened, what was kept and what to do next, by the code of a failure, in the reader's language.
import { Banner } from '../design/display.tsx';
import { Button } from '../design/button.tsx';
import { Failure, type FailureCode } from '../crypto/channel.ts';
import { useText, type TextKey } from '../i18n/text.tsx';
import { refusalKey } from './refusal-reason.ts';

/** A code without text in the catalogues does not compile. */
export function problemKey(code: FailureCode): TextKey {
  return `problem.${code}`;
}

export function codeOf(failure: unknown): FailureCode {
  return failure instanceof Failure ? failure.code : 'failed';
}

export function FailureBanner({ failure, retry }: { failure: unknown; retry?: () => void }) {
  const { t } = useText();
  const { retryAfter: wait, verdict, fields = [] } = failure instanceof Failure ? failure.details : {};
  return (
    <Banner tone="bad" alert title={t(problemKey(codeOf(failure)))}>
      {verdict !== undefined && codeOf(failure) === 'statement-refused' && <p>{t(refusalKey(verdict), { code: verdict })}</p>}
      {codeOf(failure) === 'parent-ring' && <Ring bodies={fields} />}
      {wait !== undefined && <p>{t('problem.retry-after', { seconds: wait })}</p>}
      {retry && <p><Button onPress={retry}>{t('action.retry')}</Button></p>}
    </Banner>
  );
}

/** Bodies of the directory, each below the next one and the last below the first. */
function Ring({ bodies }: { bodies: readonly { path: string; reason: string }[] }) {
  const { t } = useText();
  return <ul>{bodies.map(({ path, reason: below }, place) => <li key={path}>{t('problem.parent-ring.link', { below, above: bodies[(place + 1) % bodies.length]!.reason })}</li>)}</ul>;
}
