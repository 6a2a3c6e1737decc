import { useState } from 'react';
import { engine } from '../../crypto/engine.ts';
import { Field } from '../../design/field.tsx';
import { Select } from '../../design/select.tsx';
import { useText } from '../../i18n/text.tsx';
import { ActDialog } from '../act-dialog.tsx';

/** A verifier key as C2SP signed-note writes it. */
const VKEY = /^[^\s+]+\+[0-9a-f]{8}\+[A-Za-z0-9+/]+=*$/;

/** The witnesses' keys, one a line, and how many of them must have cosigned. */
export function WitnessesDialog({ witnesses, policy, onClose }: { witnesses: readonly string[]; policy: number; onClose(): void }) {
  const { t, number } = useText();
  const [typed, setTyped] = useState(witnesses.join('\n'));
  const [wanted, setWanted] = useState(policy);
  const keys = typed.split('\n').map((line) => line.trim()).filter((line) => line !== '');
  const wrong = keys.find((key) => !VKEY.test(key));
  const same = keys.join('\n') === witnesses.join('\n') && wanted === policy;
  return (
    <ActDialog title={t('secretariat.witnesses')} what={t('secretariat.witnesses.what')} broad onClose={onClose} disabled={same || wrong !== undefined || wanted > keys.length} act={() => engine.proposePolicy(keys, wanted)}>
      <Field
        label={t('secretariat.witnesses.keys')} hint={t('secretariat.witnesses.hint')} mistake={wrong === undefined ? undefined : t('secretariat.witnesses.mistake', { line: wrong.slice(0, 60) })}
        value={typed} onChange={setTyped} lines code maxLength={20_000}
      />
      <Select
        label={t('secretariat.policy')} choices={Array.from({ length: Math.max(keys.length, policy) + 1 }, (_, value) => ({ value: String(value), label: number(value) }))}
        value={String(wanted)} onChange={(value) => setWanted(Number(value))}
      />
    </ActDialog>
  );
}
