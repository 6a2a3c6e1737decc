import type { ReactNode } from 'react';
import { Checkbox as AriaCheckbox } from 'react-aria-components/Checkbox';
import { CheckboxGroup } from 'react-aria-components/CheckboxGroup';
import { Label } from 'react-aria-components/Label';
import { Text } from 'react-aria-components/Text';
import { Icon } from './icon.tsx';
import type { Choice } from './select.tsx';

function Mark({ shown }: { shown: boolean }) {
  return <span className="box">{shown && <Icon name="good" size={14} />}</span>;
}

export function Checkbox({ children, checked, onChange }: { children: ReactNode; checked: boolean; onChange(checked: boolean): void }) {
  return (
    <AriaCheckbox className="checkbox" isSelected={checked} onChange={onChange}>
      {({ isSelected }) => (
        <>
          <Mark shown={isSelected} />
          <span>{children}</span>
        </>
      )}
    </AriaCheckbox>
  );
}

export interface ChoicesProps<V extends string> {
  label: string;
  hint?: string;
  choices: readonly Choice<V>[];
  values: readonly NoInfer<V>[];
  onChange(values: NoInfer<V>[]): void;
}

/** Any of a few, in the order in which they are offered. */
export function Choices<V extends string>({ label, hint, choices, values, onChange }: ChoicesProps<V>) {
  return (
    <CheckboxGroup className="group" value={[...values]} onChange={(picked) => onChange(choices.map(({ value }) => value).filter((value) => picked.includes(value)))}>
      <Label className="label">{label}</Label>
      <div className="choices">
        {choices.map(({ value, label: words }) => (
          <AriaCheckbox key={value} value={value} className="checkbox">
            {({ isSelected }) => (
              <>
                <Mark shown={isSelected} />
                <span>{words}</span>
              </>
            )}
          </AriaCheckbox>
        ))}
      </div>
      {hint !== undefined && <Text slot="description" className="hint">{hint}</Text>}
    </CheckboxGroup>
  );
}
