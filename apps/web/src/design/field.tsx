import { useEffect, useId, useRef, type HTMLInputAutoCompleteAttribute, type HTMLInputTypeAttribute } from 'react';

export interface FieldProps {
  label: string;
  hint?: string | undefined;
  /** What is wrong, in words a person can act on. */
  mistake?: string | undefined;
  value: string;
  onChange(value: string): void;
  type?: HTMLInputTypeAttribute;
  lines?: boolean;
  /** In a dialog or a step that just appeared: the field takes the focus. */
  first?: boolean;
  /** Codes and passphrases read from left to right in every language. */
  code?: boolean;
  isRequired?: boolean;
  maxLength?: number;
  inputMode?: 'numeric' | 'text';
  autoComplete?: HTMLInputAutoCompleteAttribute;
}

/** One labelled text field; its text takes the direction of what is typed. */
export function Field({ label, hint, mistake, value, onChange, type = 'text', lines = false, first = false, code = false, isRequired = false, maxLength, inputMode, autoComplete }: FieldProps) {
  const id = useId();
  const input = useRef<HTMLInputElement & HTMLTextAreaElement>(null);
  useEffect(() => {
    if (first) input.current?.focus();
  }, [first]);
  const described = [hint !== undefined && `${id}-hint`, mistake !== undefined && `${id}-mistake`].filter((part) => part !== false).join(' ');
  const shared = {
    id,
    ref: input,
    value,
    maxLength,
    inputMode,
    autoComplete,
    dir: code ? 'ltr' : 'auto',
    'aria-required': isRequired || undefined,
    'aria-invalid': mistake !== undefined || undefined,
    'aria-describedby': described === '' ? undefined : described,
    onChange: (event: { currentTarget: { value: string } }) => onChange(event.currentTarget.value),
  };
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {lines ? <textarea {...shared} className="input" /> : <input {...shared} type={type} className={code ? 'input fixed' : 'input'} />}
      {hint !== undefined && <span id={`${id}-hint`} className="hint">{hint}</span>}
      {mistake !== undefined && <span id={`${id}-mistake`} className="mistake">{mistake}</span>}
    </div>
  );
}
