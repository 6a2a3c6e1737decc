// All values of an entry as a form.
import type { AuthorityContent, AuthorityKind, ContentPart, ContentValue } from '#protocol';
import type { ContentFault } from '#protocol/entry';
import { Button } from '../../design/button.tsx';
import { Select } from '../../design/select.tsx';
import { useText } from '../../i18n/text.tsx';
import { useStates } from '../states.ts';
import { newValue, PARTS } from './part-fields.ts';
import { ValueEditor } from './value-editor.tsx';

const KINDS: Readonly<Record<AuthorityKind, true>> = {
  'central-authority-mla': true, 'central-authority-extradition': true, 'asset-recovery-focal-point': true, 'prevention-authority': true, 'civil-administrative-focal-point': true,
  'law-enforcement-authority': true, fiu: true, 'prosecution-service': true, court: true, 'anti-corruption-body': true, ministry: true, police: true, 'audit-institution': true, other: true,
};

export interface EntryFormProps {
  content: AuthorityContent;
  /** The State can be chosen only while there is no entry. */
  isNew: boolean;
  faults: readonly ContentFault[];
  onChange(content: AuthorityContent): void;
}

export function EntryForm({ content, isNew, faults, onChange }: EntryFormProps) {
  const { t, compare, language } = useText();
  const states = [...(useStates()?.values() ?? [])].map(({ code, names }) => ({ value: code, label: names[language] })).toSorted((a, b) => compare(a.label, b.label));
  const kinds = (Object.keys(KINDS) as AuthorityKind[]).map((value) => ({ value, label: t(`directory.kind.${value}`) }));
  return (
    <>
      <section className="card part-editor">
        {isNew && <Select label={t('directory.state')} choices={states} value={content.state} onChange={(state) => onChange({ ...content, state })} />}
        <Select label={t('directory.kind')} choices={kinds} value={content.kind} onChange={(kind) => onChange({ ...content, kind })} />
      </section>
      {PARTS.map((part) => (
        <PartEditor key={part} part={part} values={content[part]} faults={faults.filter((fault) => fault.part === part)} onChange={(values) => onChange({ ...content, [part]: values })} />
      ))}
    </>
  );
}

interface PartEditorProps {
  part: ContentPart;
  values: readonly ContentValue[];
  faults: readonly ContentFault[];
  onChange(values: readonly ContentValue[]): void;
}

function PartEditor({ part, values, faults, onChange }: PartEditorProps) {
  const { t, language } = useText();
  const whole = faults.find(({ id }) => id === '');
  const full = part === 'parents' && values.length > 0;
  const mistakesOf = (id: string) => new Map(faults.filter((fault) => fault.id === id).map(({ field, fault }) => [field, t(`entry.fault.${fault}`)]));
  const set = (changed: ContentValue) => onChange(values.map((value) => (value.id === changed.id ? changed : value)));
  return (
    <section className="card part-editor" aria-labelledby={`part-${part}`}>
      <h2 id={`part-${part}`} tabIndex={-1}>{t(`entry.parts.${part}`)}</h2>
      {whole && <p className="mistake">{t(`entry.fault.${whole.fault}`)}</p>}
      {values.map((value, index) => (
        <ValueEditor key={value.id} part={part} value={value} number={index + 1} mistakes={mistakesOf(value.id)} onChange={set} onRemove={() => onChange(values.filter(({ id }) => id !== value.id))} />
      ))}
      {!full && <Button aria-label={`${t('entry.add')}: ${t(`entry.part.${part}`)}`} onPress={() => onChange([...values, newValue(part, language)])}>{t('entry.add')}</Button>}
    </section>
  );
}
