import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { engine } from '../../crypto/engine.ts';
import { Button } from '../../design/button.tsx';
import { Banner } from '../../design/display.tsx';
import { useText } from '../../i18n/text.tsx';
import { NameDeviceDialog } from './name-device-dialog.tsx';

/** At the first use of a device, on whatever page. */
export function NameDeviceBanner() {
  const { t } = useText();
  const cache = useQueryClient();
  const [naming, setNaming] = useState(false);
  const later = async () => {
    await engine.putOff('device-name');
    await cache.invalidateQueries({ queryKey: ['this-device'] });
  };
  return (
    <>
      <Banner title={t('device.new')}>
        <p>{t('device.new.why')}</p>
        <p className="row">
          <Button onPress={() => setNaming(true)}>{t('device.name-it')}</Button>
          <Button kind="quiet" onPress={() => void later()}>{t('action.later')}</Button>
        </p>
      </Banner>
      {naming && <NameDeviceDialog onClose={() => setNaming(false)} />}
    </>
  );
}
