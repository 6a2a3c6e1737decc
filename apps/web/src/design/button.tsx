// A native button: all that it needs the browser has, and the sign-in page stays small.
import type { ReactNode } from 'react';

export interface ButtonProps {
  /** primary: the one act of the screen; danger: loses something; quiet: beside text. */
  kind?: 'primary' | 'plain' | 'danger' | 'quiet';
  type?: 'button' | 'submit';
  iconOnly?: boolean;
  isDisabled?: boolean;
  /** On its way: keeps the focus, but does nothing again. */
  isPending?: boolean;
  onPress?: () => void;
  'aria-label'?: string;
  'aria-keyshortcuts'?: string;
  children: ReactNode;
}

export function Button({ kind = 'plain', type = 'button', iconOnly = false, isDisabled = false, isPending = false, onPress, children, ...aria }: ButtonProps) {
  return (
    <button
      {...aria}
      // The value comes from a closed list; a form's own button says so.
      type={type === 'submit' ? 'submit' : 'button'}
      className={`button ${kind}${iconOnly ? ' icon-only' : ''}`}
      disabled={isDisabled}
      aria-disabled={isPending || undefined}
      onClick={(event) => (isPending ? event.preventDefault() : onPress?.())}
    >
      {children}
    </button>
  );
}
