import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { DeviceView } from '#client';
import { engine } from '../../crypto/engine.ts';
import { Button } from '../../design/button.tsx';
import { Banner } from '../../design/display.tsx';
import { Dialog } from '../../design/dialog.tsx';
import { useToast } from '../../design/toast.tsx';
import { useText } from '../../i18n/text.tsx';
import { FailureBanner } from '../../shell/failure-text.tsx';

export interface RemoveDeviceProps {
  device: DeviceView;
  here: boolean;
  onClose(): void;
}

/** Ends its sessions, and takes no keys back: that is said before, not after. */
export function RemoveDevice({ device: { device, name }, here, onClose }: RemoveDeviceProps) {
  const { t } = useText();
  const cache = useQueryClient();
  const toast = useToast();
  const remove = useMutation({
    mutationFn: () => engine.removeDevice(device),
    onSuccess: async () => {
      toast(t('device.remove.done'));
      onClose();
      await Promise.all(['this-device', 'devices', 'sessions'].map((key) => cache.invalidateQueries({ queryKey: [key] })));
    },
  });
  return (
    <Dialog title={t('device.remove.title', { name: name ?? t('device.no-name') })} open onClose={onClose} role="alertdialog">
      <p>{t('device.remove.what')}</p>
      <Banner tone="warn" title={t('device.remove.keys')}><p>{t('device.remove.keys.what')}</p></Banner>
      {here && <p><strong>{t('device.remove.here')}</strong></p>}
      {remove.error && <FailureBanner failure={remove.error} />}
      <div className="row end">
        <Button onPress={onClose}>{t('action.cancel')}</Button>
        <Button kind="danger" isPending={remove.isPending} onPress={() => remove.mutate()}>{t('action.remove')}</Button>
      </div>
    </Dialog>
  );
}
