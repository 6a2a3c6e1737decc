import { Button } from 'react-aria-components/Button';
import { Label } from 'react-aria-components/Label';
import { ListBox, ListBoxItem } from 'react-aria-components/ListBox';
import { Popover } from 'react-aria-components/Popover';
import { Select as AriaSelect, SelectValue } from 'react-aria-components/Select';
import { Text } from 'react-aria-components/Text';
import { Icon } from './icon.tsx';

export interface Choice<V extends string> {
  readonly value: V;
  readonly label: string;
}

export interface SelectProps<V extends string> {
  label: string;
  hint?: string;
  choices: readonly Choice<V>[];
  value: NoInfer<V>;
  onChange(value: NoInfer<V>): void;
}

/** One of a few. */
export function Select<V extends string>({ label, hint, choices, value, onChange }: SelectProps<V>) {
  const choose = (key: unknown) => {
    const choice = choices.find((item) => item.value === key);
    if (choice) onChange(choice.value);
  };
  return (
    <AriaSelect className="field select" value={value} onChange={choose}>
      <Label className="label">{label}</Label>
      <Button className="button">
        <SelectValue />
        <Icon name="down" />
      </Button>
      {hint !== undefined && <Text slot="description" className="hint">{hint}</Text>}
      <Popover className="popover">
        <ListBox className="options" items={choices.map((choice) => ({ ...choice, id: choice.value }))}>
          {(choice) => <ListBoxItem className="option" textValue={choice.label}>{choice.label}</ListBoxItem>}
        </ListBox>
      </Popover>
    </AriaSelect>
  );
}
