import { useState } from 'react';
import { engine } from '../../crypto/engine.ts';
import { Field } from '../../design/field.tsx';
import { FileButton } from '../../design/file-button.tsx';
import { useText } from '../../i18n/text.tsx';
import { FailureBanner } from '../../shell/failure-text.tsx';
import { ActDialog } from '../act-dialog.tsx';

interface Hashed {
  readonly name: string;
  readonly hash: string;
}

async function hashOf(file: File): Promise<Hashed> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', await file.arrayBuffer()));
  return { name: file.name, hash: Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('') };
}

/** The files of a release are hashed here; they are not sent. */
export function ReleaseDialog({ onClose }: { onClose(): void }) {
  const { t } = useText();
  const [version, setVersion] = useState('');
  const [files, setFiles] = useState<readonly Hashed[]>([]);
  const [failure, setFailure] = useState<unknown>(null);
  const add = (chosen: File[]) => {
    setFailure(null);
    Promise.all(chosen.map(hashOf)).then((hashed) => setFiles((before) => [...before.filter(({ name }) => hashed.every((file) => file.name !== name)), ...hashed]), setFailure);
  };
  return (
    <ActDialog
      title={t('secretariat.release')} what={t('secretariat.release.what')} broad onClose={onClose} disabled={version.trim() === '' || files.length === 0}
      act={() => engine.proposeRelease(version.trim(), [...files])}
    >
      <Field label={t('secretariat.release.version')} value={version} onChange={setVersion} isRequired code maxLength={100} autoComplete="off" />
      <FileButton label={t('secretariat.release.files')} onFiles={add}>{t('secretariat.release.files')}</FileButton>
      {failure !== null && <FailureBanner failure={failure} />}
      {files.length > 0 && <FileHashes files={files} />}
    </ActDialog>
  );
}

export function FileHashes({ files }: { files: readonly Hashed[] }) {
  return (
    <ul className="stack tight wide">
      {files.map(({ name, hash }) => <li key={name}><bdi>{name}</bdi> <code className="fixed small">{hash}</code></li>)}
    </ul>
  );
}
