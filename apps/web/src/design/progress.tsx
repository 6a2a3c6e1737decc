import { useId } from 'react';
import { useText } from '../i18n/text.tsx';

/** `value` from 0 to 1; null while the length is not known. */
export function Progress({ label, value }: { label: string; value: number | null }) {
  const id = useId();
  const { percent } = useText();
  const known = value === null ? {} : { 'aria-valuenow': Math.round(value * 100), 'aria-valuetext': percent(value) };
  return (
    <div className="progress" role="progressbar" aria-labelledby={id} aria-valuemin={0} aria-valuemax={100} {...known}>
      <span className="row apart small">
        <span id={id}>{label}</span>
        {value !== null && <span>{percent(value)}</span>}
      </span>
      <span className="track">
        <span className={value === null ? 'bar unknown' : 'bar'} style={value === null ? undefined : { inlineSize: percentCss(value) }} />
      </span>
    </div>
  );
}

function percentCss(value: number): string {
  return `${Math.min(100, Math.max(0, value * 100))}%`;
}
