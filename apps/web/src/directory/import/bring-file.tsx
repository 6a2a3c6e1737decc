import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { FileRefusal } from '#protocol';
import { Failure } from '../../crypto/channel.ts';
import { request } from '../../crypto/request.ts';
import { Banner, Waiting } from '../../design/display.tsx';
import { FileButton } from '../../design/file-button.tsx';
import { useText, type TextKey } from '../../i18n/text.tsx';
import { useStepUp } from '../../session/step-up.tsx';
import { FailureBanner } from '../../shell/failure-text.tsx';

/** As the hub has them (IMPORT_LIMITS). */
const LIMITS = { file: 10 * 1024 * 1024, rows: 50_000 };

/** A file on its way, under an id of its own: repeated after a failure, it is the same import. */
interface Brought {
  readonly id: string;
  readonly file: File;
}

export function BringFile() {
  const { t, size, number } = useText();
  const navigate = useNavigate();
  const withStepUp = useStepUp();
  const [brought, setBrought] = useState<Brought | null>(null);
  const upload = useMutation({
    mutationFn: async ({ id, file }: Brought) => {
      if (file.size > LIMITS.file) throw new Failure('too-large');
      const body = new Uint8Array(await file.arrayBuffer());
      return withStepUp(() => request('directory-import.uploadImport', { params: { id }, query: { name: file.name.slice(0, 200) }, body }));
    },
    onSuccess: ({ id }) => void navigate({ to: '/directory/imports/$import', params: { import: id } }),
  });
  const bring = (file: File) => {
    const next = { id: crypto.randomUUID(), file };
    setBrought(next);
    upload.mutate(next);
  };
  return (
    <section className="stack tight wide">
      <div className="row">
        <FileButton label={t('import.bring')} onFiles={([file]) => file && bring(file)}>{t('import.bring')}</FileButton>
        <span className="soft small">{t('import.bring.lead', { size: size(LIMITS.file), rows: number(LIMITS.rows) })}</span>
      </div>
      {upload.isPending && brought && <Waiting>{t('import.bringing', { name: brought.file.name })}</Waiting>}
      {upload.error && brought && <UploadFailure failure={upload.error} retry={() => upload.mutate(brought)} />}
    </section>
  );
}

/** A file that is no table is told so; all else may be tried again. */
function UploadFailure({ failure, retry }: { failure: unknown; retry(): void }) {
  const { t } = useText();
  if (failure instanceof Failure && failure.code === 'file-refused') {
    return <Banner tone="bad" alert title={t('problem.file-refused')}><p>{t(`import.refused.${failure.details.verdict as FileRefusal}` satisfies TextKey)}</p></Banner>;
  }
  return <FailureBanner failure={failure} retry={retry} />;
}
