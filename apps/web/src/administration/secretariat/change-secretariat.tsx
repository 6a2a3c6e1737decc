import { useState } from 'react';
import { engine } from '../../crypto/engine.ts';
import type { NetworkPerson, SecretariatView } from '../../crypto/secretariat-api.ts';
import { Choices } from '../../design/checkbox.tsx';
import { Select } from '../../design/select.tsx';
import { useText } from '../../i18n/text.tsx';
import { ActDialog } from '../act-dialog.tsx';
import { useComparison } from '../comparison.ts';
import { useEnrolled, type People } from '../people.ts';
import { JoiningChoice } from './joining-choice.tsx';

export interface ChangeSecretariatProps {
  serving: readonly NetworkPerson[];
  secretariat: SecretariatView;
  people: People;
  onClose(): void;
}

/** Who comes, who leaves, and how many must sign from then on; one statement. */
export function ChangeSecretariat({ serving, secretariat: { threshold, demonstration }, people, onClose }: ChangeSecretariatProps) {
  const { t, number } = useText();
  const enrolled = useEnrolled();
  const joining = (enrolled.data?.items ?? []).filter(({ purpose }) => purpose === 'secretariat');
  const [admit, setAdmit] = useState<string[]>([]);
  const comparison = useComparison(joining.filter(({ officer }) => admit.includes(officer)).map(({ certificate }) => certificate));
  const [remove, setRemove] = useState<string[]>([]);
  const [wanted, setWanted] = useState(threshold);
  const remaining = serving.length - remove.length + admit.length;
  const least = demonstration ? 1 : 2;
  const possible = Array.from({ length: Math.max(0, remaining - least + 1) }, (_, i) => least + i);
  const changes = admit.length > 0 || remove.length > 0 || wanted !== threshold;
  return (
    <ActDialog
      title={t('secretariat.change')} what={t('secretariat.change.what', { threshold: number(threshold) })} broad onClose={onClose}
      disabled={!changes || !possible.includes(wanted) || (admit.length > 0 && !comparison.all)}
      act={() => engine.proposeSecretariatChange(joining.filter(({ officer }) => admit.includes(officer)), remove, wanted)}
    >
      <h3>{t('secretariat.admit')}</h3>
      {joining.length === 0 ? <p className="soft">{t('secretariat.admit.none')}</p> : <JoiningChoice people={joining} chosen={admit} onChange={setAdmit} comparison={comparison} />}
      <Choices label={t('secretariat.remove')} choices={serving.map(({ officer }) => ({ value: officer, label: people.nameOf(officer) }))} values={remove} onChange={setRemove} />
      <Select
        label={t('secretariat.threshold')} hint={t('secretariat.threshold.hint', { officers: number(remaining) })} choices={possible.map((value) => ({ value: String(value), label: number(value) }))}
        value={String(wanted)} onChange={(value) => setWanted(Number(value))}
      />
    </ActDialog>
  );
}
