import { useMutation } from '@tanstack/react-query';
import type { ExportFormat } from '#protocol';
import { request } from '../crypto/request.ts';
import { Waiting } from '../design/display.tsx';
import { Menu } from '../design/menu.tsx';
import { useText } from '../i18n/text.tsx';
import { FailureBanner } from '../shell/failure-text.tsx';
import { saveFile } from '../thread/save-file.ts';
import type { DirectorySearch } from './directory-search.ts';

/** In the order of the menu, by their media types. */
const FORMATS: Readonly<Record<ExportFormat, string>> = { csv: 'text/csv', xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', vcf: 'text/vcard', json: 'application/json' };

/** What is found, or one entry, as a file: exactly what the reader may see of it. */
export function ExportMenu({ query }: { query: Omit<DirectorySearch, 'view'> | { id: string } }) {
  const { t } = useText();
  const save = useMutation({
    mutationFn: async (format: ExportFormat) => {
      const bytes = await request('directory-exchange.exportDirectory', { params: { format }, query });
      saveFile(new Blob([bytes], { type: FORMATS[format] }), `directory-${new Date().toISOString().slice(0, 10)}.${format}`);
    },
  });
  const choices = (Object.keys(FORMATS) as ExportFormat[]).map((format) => ({ value: format, label: t(`directory.export.${format}`) }));
  return (
    <>
      <Menu label={t('directory.export')} about={t('id' in query ? 'directory.export.entry' : 'directory.export.found')} choices={choices} onChoose={(format) => { if (!save.isPending) save.mutate(format); }} />
      {save.isPending && <Waiting>{t('directory.exporting')}</Waiting>}
      {save.error && <FailureBanner failure={save.error} />}
    </>
  );
}
