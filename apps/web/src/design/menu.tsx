import { Button } from 'react-aria-components/Button';
import { Menu as AriaMenu, MenuItem, MenuTrigger } from 'react-aria-components/Menu';
import { Popover } from 'react-aria-components/Popover';
import { Icon } from './icon.tsx';
import type { Choice } from './select.tsx';

export interface MenuProps<V extends string> {
  /** What the button says. */
  label: string;
  /** What screen readers hear: what the menu is about, too. */
  about: string;
  choices: readonly Choice<V>[];
  onChoose(value: NoInfer<V>): void;
}

/** Acts on one thing, behind a button. */
export function Menu<V extends string>({ label, about, choices, onChoose }: MenuProps<V>) {
  return (
    <MenuTrigger>
      <Button className="button" aria-label={about}>
        {label}
        <Icon name="down" />
      </Button>
      <Popover className="popover" placement="bottom end">
        <AriaMenu className="options" aria-label={about} items={choices.map((choice) => ({ ...choice, id: choice.value }))} onAction={(key) => onChoose(key as V)}>
          {(choice) => <MenuItem className="option" textValue={choice.label}>{choice.label}</MenuItem>}
        </AriaMenu>
      </Popover>
    </MenuTrigger>
  );
}
