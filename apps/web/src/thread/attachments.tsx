import { useMutation } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { AttachmentRef } from '#protocol';
import { engine, onProgress } from '../crypto/engine.ts';
import { Button } from '../design/button.tsx';
import { Dialog } from '../design/dialog.tsx';
import { Progress } from '../design/progress.tsx';
import { Icon } from '../design/icon.tsx';
import { useText } from '../i18n/text.tsx';
import { FailureBanner } from '../shell/failure-text.tsx';
import { dangerOf } from './attachment-danger.ts';
import { saveFile } from './save-file.ts';

export function Attachments({ thread, message, attachments }: { thread: string; message: string; attachments: readonly AttachmentRef[] }) {
  const { t } = useText();
  return (
    <ul className="attachments" aria-label={t('attachment.list')}>
      {attachments.map((attachment) => <Attachment key={attachment.id} thread={thread} message={message} attachment={attachment} />)}
    </ul>
  );
}

/** Fetched whole and verified before anything is offered; opened by the reader's own system, behind a warning for its type. */
function Attachment({ thread, message, attachment }: { thread: string; message: string; attachment: AttachmentRef }) {
  const { t, size } = useText();
  const [warning, setWarning] = useState(false);
  const [value, setValue] = useState<number | null>(null);
  const { id, name } = attachment;
  useEffect(() => onProgress(id, setValue), [id]);
  const download = useMutation({
    mutationFn: () => engine.downloadAttachment(thread, message, id),
    onSuccess: (blob) => saveFile(blob, name),
    onSettled: () => setValue(null),
  });
  const start = () => {
    setWarning(false);
    download.mutate();
  };
  return (
    <li>
      <Icon name="attach" />
      <span className="name"><bdi>{name}</bdi> <span className="soft small">{size(attachment.size)}</span></span>
      <Button isDisabled={download.isPending} onPress={() => setWarning(true)}>{t('attachment.save')}<span className="out-of-sight"> {name}</span></Button>
      {download.isPending && <Progress label={t('attachment.fetching')} value={value} />}
      {download.error && <FailureBanner failure={download.error} retry={start} />}
      {warning && (
        <Dialog title={t('attachment.warning')} open onClose={() => setWarning(false)}>
          <p><bdi>{name}</bdi></p>
          <p>{t(`attachment.danger.${dangerOf(name)}`)}</p>
          <p className="soft">{t('attachment.unscanned')}</p>
          <div className="row end">
            <Button onPress={() => setWarning(false)}>{t('action.cancel')}</Button>
            <Button kind="primary" onPress={start}>{t('attachment.save')}</Button>
          </div>
        </Dialog>
      )}
    </li>
  );
}
