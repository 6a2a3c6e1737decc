import { useMutation, useQuery } from '@tanstack/react-query';
import type { ApplicationDraft, InstrumentKind } from '#protocol';
import type { ApplicationPlace } from '../crypto/apply-api.ts';
import { engine } from '../crypto/engine.ts';
import { request } from '../crypto/request.ts';
import { Button } from '../design/button.tsx';
import { Waiting } from '../design/display.tsx';
import { Field } from '../design/field.tsx';
import { FileButton } from '../design/file-button.tsx';
import { Icon } from '../design/icon.tsx';
import { Select } from '../design/select.tsx';
import { useText } from '../i18n/text.tsx';
import { FailureBanner } from '../shell/failure-text.tsx';
import type { ChangeDraft, MistakeOf } from './application-form.tsx';
import { SCAN_BYTES } from './scan-limit.ts';

const NONE = 'none-yet';

export interface InstrumentFieldsProps {
  draft: ApplicationDraft;
  place: ApplicationPlace | null;
  /** Saves the draft first, so that the scan has somewhere to belong. */
  keep(): Promise<ApplicationPlace>;
  onChange: ChangeDraft;
  mistakeOf: MistakeOf;
}

/** What the State nominates by, with its scan: sealed in this browser before it is stored. */
export function InstrumentFields({ draft, place, keep, onChange, mistakeOf }: InstrumentFieldsProps) {
  const { t, size } = useText();
  const { instrument, state } = draft;
  const required = useQuery({ queryKey: ['requirements', state], queryFn: () => request('applications.requirements', { query: { state: state! } }), enabled: state !== null, staleTime: 300_000 });
  const kinds = required.data?.instruments ?? [];
  const set = (changed: Partial<ApplicationDraft['instrument']>) => onChange({ instrument: { ...instrument, ...changed } });
  const scan = useMutation({ mutationFn: async (file: File) => engine.storeScan(place ?? (await keep()), file), onSuccess: (stored) => set({ scan: stored }) });
  return (
    <fieldset className="stack part">
      <legend>{t('apply.instrument')}</legend>
      <Select label={t('apply.instrument-kind')} choices={[{ value: NONE, label: t('apply.choose') }, ...kinds.map((value) => ({ value: value as string, label: t(`instrument.${value}`) }))]} value={instrument.kind ?? NONE} onChange={(value) => set({ kind: kinds.find((one): one is InstrumentKind => one === value) ?? null })} />
      {state === null && <p className="hint small">{t('apply.state-first')}</p>}
      {mistakeOf('instrument.kind') && <p className="mistake">{mistakeOf('instrument.kind')}</p>}
      <Field label={t('apply.reference')} hint={t('apply.reference.hint')} value={instrument.reference} onChange={(reference) => set({ reference })} isRequired maxLength={300} mistake={mistakeOf('instrument.reference')} />
      <p className="soft small">{t('apply.scan.hint', { size: size(SCAN_BYTES) })}</p>
      <div className="row">
        <FileButton label={t('apply.scan')} onFiles={([file]) => { if (file && !scan.isPending) scan.mutate(file); }}>
          <Icon name="attach" />
          {t('apply.scan')}
        </FileButton>
        {scan.isPending && <Waiting>{t('apply.sealing')}</Waiting>}
        {instrument.scan !== null && !scan.isPending && (
          <span className="row"><bdi>{instrument.scan.name}</bdi> <span className="soft small">{size(instrument.scan.size)} · {t('apply.scan.sealed')}</span><Button kind="quiet" onPress={() => set({ scan: null })}>{t('action.remove')}</Button></span>
        )}
      </div>
      {scan.error && <FailureBanner failure={scan.error} />}
      {mistakeOf('instrument.scan') && <p className="mistake">{mistakeOf('instrument.scan')}</p>}
    </fieldset>
  );
}
