import { FieldError } from 'react-aria-components/FieldError';
import { Input } from 'react-aria-components/Input';
import { Label } from 'react-aria-components/Label';
import { Text } from 'react-aria-components/Text';
import { TextArea } from 'react-aria-components/TextArea';
import { TextField, type TextFieldProps } from 'react-aria-components/TextField';

export interface FieldProps extends Omit<TextFieldProps, 'className' | 'children' | 'style'> {
  label: string;
  hint?: string | undefined;
  /** What is wrong, in words a person can act on. */
  mistake?: string | undefined;
  lines?: boolean;
  /** In a dialog or a step that just appeared: the field takes the focus. */
  first?: boolean;
  /** Codes and passphrases read from left to right in every language. */
  code?: boolean;
}

const TAKE_FOCUS = { autoFocus: true };

/** One labelled text field; its text takes the direction of what is typed. */
export function Field({ label, hint, mistake, lines = false, first = false, code = false, ...props }: FieldProps) {
  const direction = code ? 'ltr' : 'auto';
  return (
    <TextField {...props} {...(first && TAKE_FOCUS)} className="field" isInvalid={mistake !== undefined} validationBehavior="aria">
      <Label>{label}</Label>
      {lines ? <TextArea className="input" dir={direction} /> : <Input className={code ? 'input fixed' : 'input'} dir={direction} />}
      {hint !== undefined && <Text slot="description" className="hint">{hint}</Text>}
      <FieldError className="mistake">{mistake}</FieldError>
    </TextField>
  );
}
