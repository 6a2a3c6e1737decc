import type { HandlingLabels } from '#protocol';
import { Choices } from '../design/checkbox.tsx';
import { Field } from '../design/field.tsx';
import { Select } from '../design/select.tsx';
import { useText } from '../i18n/text.tsx';
import { Labels } from '../thread/labels.tsx';

const TLP = ['TLP:RED', 'TLP:AMBER+STRICT', 'TLP:AMBER', 'TLP:GREEN', 'TLP:CLEAR'] as const;
const USE = ['H0', 'H1', 'H2', 'H3'] as const;
const SENSITIVITY = ['unclassified', 'confidential', 'strictly-confidential'] as const;
const SOURCE = ['none', 'A', 'B', 'C', 'X'] as const;
const INFORMATION = ['none', '1', '2', '3', '4'] as const;

/** The four independent labels, folded behind a line that shows what is set. */
export function LabelFields({ labels, onChange }: { labels: HandlingLabels; onChange(labels: HandlingLabels): void }) {
  const { t } = useText();
  return (
    <details>
      <summary>
        <span className="set">{t('labels.title')} <Labels labels={labels} /></span>
      </summary>
      <div className="stack">
        <div className="grid-fields wide">
          <Select label={t('labels.audience')} choices={TLP.map((value) => ({ value, label: `${value} — ${t(`tlp.${value}`)}` }))} value={labels.tlp} onChange={(tlp) => onChange({ ...labels, tlp })} />
          <Select label={t('labels.sensitivity')} choices={SENSITIVITY.map((value) => ({ value, label: t(`sensitivity.${value}`) }))} value={labels.sensitivity} onChange={(sensitivity) => onChange({ ...labels, sensitivity })} />
          <Select label={t('labels.source')} choices={SOURCE.map((value) => ({ value, label: t(`source.${value}`) }))} value={labels.source ?? 'none'} onChange={(value) => onChange({ ...labels, source: value === 'none' ? null : value })} />
          <Select label={t('labels.information')} choices={INFORMATION.map((value) => ({ value, label: t(`information.${value}`) }))} value={labels.information ?? 'none'} onChange={(value) => onChange({ ...labels, information: value === 'none' ? null : value })} />
        </div>
        <Choices
          label={t('labels.use')}
          choices={USE.map((value) => ({ value, label: t(`use.${value}`) }))}
          values={labels.use}
          onChange={(use) => onChange({ ...labels, use, useNote: use.includes('H3') ? (labels.useNote ?? '') : null })}
        />
        {labels.use.includes('H3') && <Field label={t('labels.use-note')} value={labels.useNote ?? ''} onChange={(useNote) => onChange({ ...labels, useNote })} isRequired maxLength={500} />}
      </div>
    </details>
  );
}
