import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { ImportPreview, ImportSettings } from '#protocol';
import { request } from '../../crypto/request.ts';
import { Button } from '../../design/button.tsx';
import { Waiting } from '../../design/display.tsx';
import { useText } from '../../i18n/text.tsx';
import { FailureBanner } from '../../shell/failure-text.tsx';
import { ColumnMeanings } from './column-meanings.tsx';
import { DiscardImport } from './discard-import.tsx';
import { FirstRows } from './first-rows.tsx';
import { ReadingFields } from './reading-fields.tsx';
import { useStep } from './use-step.ts';

/** How the file is read, and what its first rows become by that. Every change is stored and shown at once. */
export function ImportReading({ id }: { id: string }) {
  const { t } = useText();
  const cache = useQueryClient();
  const key = ['import', id, 'preview'];
  const preview = useQuery({ queryKey: key, queryFn: () => request('directory-import.importPreview', { params: { id } }), staleTime: Infinity });
  const [pending, setPending] = useState<ImportSettings | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const check = useStep(id, () => request('directory-import.checkImport', { params: { id } }));
  const set = async (settings: ImportSettings) => {
    setPending(settings);
    setFailure(null);
    try {
      cache.setQueryData<ImportPreview>(key, await request('directory-import.setImportSettings', { params: { id }, body: settings }));
    } catch (error) {
      setFailure(error);
    } finally {
      setPending(null);
    }
  };
  if (preview.error) return <FailureBanner failure={preview.error} retry={() => void preview.refetch()} />;
  if (!preview.data) return <Waiting>{t('shell.loading')}</Waiting>;
  const { settings, sheets, headings, rows, first } = preview.data;
  const shown = pending ?? settings;
  return (
    <>
      {failure !== null && <FailureBanner failure={failure} />}
      {check.error && <FailureBanner failure={check.error} />}
      <ReadingFields settings={shown} sheets={sheets} onChange={(changed) => void set({ ...shown, ...changed })} />
      <ColumnMeanings headings={headings} columns={shown.columns} first={first} onChange={(columns) => void set({ ...shown, columns })} />
      <FirstRows rows={rows} first={first} busy={pending !== null} />
      <div className="row">
        <Button kind="primary" isDisabled={pending !== null} isPending={check.isPending} onPress={() => check.mutate()}>{t('import.check')}</Button>
        <DiscardImport id={id} />
      </div>
    </>
  );
}
