import type { ReactNode } from 'react';
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from 'react-aria-components/Button';

export interface ButtonProps extends Omit<AriaButtonProps, 'className' | 'children' | 'style'> {
  /** primary: the one act of the screen; danger: loses something; quiet: beside text. */
  kind?: 'primary' | 'plain' | 'danger' | 'quiet';
  iconOnly?: boolean;
  children: ReactNode;
}

export function Button({ kind = 'plain', iconOnly = false, children, ...props }: ButtonProps) {
  return (
    <AriaButton {...props} className={`button ${kind}${iconOnly ? ' icon-only' : ''}`}>
      {children}
    </AriaButton>
  );
}
