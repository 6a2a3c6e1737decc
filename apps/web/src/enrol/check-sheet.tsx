import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { Form } from 'react-aria-components/Form';
import { engine } from '../crypto/engine.ts';
import type { SheetView } from '../crypto/recovery-api.ts';
import { Button } from '../design/button.tsx';
import { Banner } from '../design/display.tsx';
import { Field } from '../design/field.tsx';
import { useText } from '../i18n/text.tsx';
import { FailureBanner } from '../shell/failure-text.tsx';

/** From paper, not from the screen: two groups of the code typed back show that it was printed or written down, and legibly. */
export function CheckSheet({ ask, onRight }: { ask: SheetView['ask']; onRight(): void | Promise<void> }) {
  const { t, number } = useText();
  const [typed, setTyped] = useState(['', '']);
  const check = useMutation({
    mutationFn: () => engine.checkSheet(ask.map((group, i) => ({ group, text: typed[i]! }))),
    onSuccess: (right) => (right ? onRight() : undefined),
  });
  return (
    <Form className="stack" onSubmit={(event) => { event.preventDefault(); if (!check.isPending) check.mutate(); }}>
      <p>{t('recovery.check.lead')}</p>
      {check.error && <FailureBanner failure={check.error} />}
      {check.data === false && <Banner tone="bad" alert>{t('recovery.check.wrong')}</Banner>}
      <div className="row">
        {ask.map((group, i) => (
          <Field key={group} label={t('recovery.check.group', { group: number(group) })} value={typed[i]!} onChange={(text) => setTyped((now) => now.map((old, place) => (place === i ? text : old)))} code autoComplete="off" maxLength={8} isRequired />
        ))}
      </div>
      <div className="row"><Button kind="primary" type="submit" isPending={check.isPending} isDisabled={typed.some((text) => text.trim() === '')}>{t('recovery.check')}</Button></div>
    </Form>
  );
}
