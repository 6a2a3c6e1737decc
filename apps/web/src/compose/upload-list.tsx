import { useEffect, useState } from 'react';
import { engine, onProgress } from '../crypto/engine.ts';
import { Failure } from '../crypto/channel.ts';
import type { Draft } from '../crypto/drafts.ts';
import { Button } from '../design/button.tsx';
import { Progress } from '../design/progress.tsx';
import { FileButton } from '../design/file-button.tsx';
import { Icon } from '../design/icon.tsx';
import { useText } from '../i18n/text.tsx';
import { FailureBanner } from '../shell/failure-text.tsx';

type Attached = Draft['attachments'][number];

interface Underway {
  readonly key: string;
  readonly file: File;
  readonly failure: unknown;
}

export interface UploadListProps {
  attachments: readonly Attached[];
  onAttached(attached: Attached): void;
  onRemove(id: string): void;
  /** Told while something is on its way, so that sending waits. */
  onBusy(busy: boolean): void;
}

/** Files are sealed and uploaded while one writes. */
export function UploadList({ attachments, onAttached, onRemove, onBusy }: UploadListProps) {
  const { t, size } = useText();
  const [underway, setUnderway] = useState<readonly Underway[]>([]);
  const busy = underway.some(({ failure }) => failure === null);
  useEffect(() => onBusy(busy), [busy, onBusy]);

  const upload = async (key: string, file: File) => {
    setUnderway((list) => [...list.filter((item) => item.key !== key), { key, file, failure: null }]);
    try {
      onAttached(await engine.upload(key, file));
      setUnderway((list) => list.filter((item) => item.key !== key));
    } catch (failure) {
      const cancelled = failure instanceof Failure && failure.code === 'upload-cancelled';
      setUnderway((list) => (cancelled ? list.filter((item) => item.key !== key) : list.map((item) => (item.key === key ? { ...item, failure } : item))));
    }
  };
  return (
    <div className="stack tight">
      <FileButton label={t('compose.attach')} onFiles={(files) => files.forEach((file) => void upload(crypto.randomUUID(), file))}>
        <Icon name="attach" />
        {t('compose.attach')}
      </FileButton>
      {(attachments.length > 0 || underway.length > 0) && (
        <ul className="uploads wide" aria-label={t('attachment.list')}>
          {attachments.map(({ id, name, size: bytes }) => (
            <li key={id}>
              <span><bdi>{name}</bdi> <span className="soft small">{size(bytes)} · {t('compose.uploaded')}</span></span>
              <Button kind="quiet" onPress={() => onRemove(id)} aria-label={t('compose.remove-file', { name })}><Icon name="close" size={14} /></Button>
            </li>
          ))}
          {underway.map((item) => <UploadRow key={item.key} item={item} onRetry={() => void upload(item.key, item.file)} onDrop={() => setUnderway((list) => list.filter(({ key }) => key !== item.key))} />)}
        </ul>
      )}
    </div>
  );
}

function UploadRow({ item: { key, file, failure }, onRetry, onDrop }: { item: Underway; onRetry(): void; onDrop(): void }) {
  const { t, size } = useText();
  const [value, setValue] = useState<number | null>(null);
  useEffect(() => onProgress(key, setValue), [key]);
  return (
    <li>
      <span><bdi>{file.name}</bdi> <span className="soft small">{size(file.size)}</span></span>
      <Button kind="quiet" onPress={() => (failure === null ? void engine.cancelUpload(key) : onDrop())} aria-label={t('compose.remove-file', { name: file.name })}><Icon name="close" size={14} /></Button>
      {failure === null ? <Progress label={t('compose.uploading')} value={value} /> : <FailureBanner failure={failure} retry={onRetry} />}
    </li>
  );
}
