import { useState } from 'react';
import type { RosterView } from '../../crypto/roster-api.ts';
import { Button } from '../../design/button.tsx';
import { useText } from '../../i18n/text.tsx';
import { ReseatDialog } from '../secretariat/reseat-dialog.tsx';

/** For the last security officer who can sign: new ones are seated together with the secretariat. */
export function FillSeats({ member, me, roster }: { member: string; me: string; roster: RosterView }) {
  const { t } = useText();
  const [filling, setFilling] = useState(false);
  const security = roster.officers.filter(({ role }) => role === 'security').map(({ officer }) => officer);
  return (
    <>
      <Button onPress={() => setFilling(true)}>{t('reseat.fill')}</Button>
      {filling && <ReseatDialog member={member} security={security} remaining={me} onClose={() => setFilling(false)} />}
    </>
  );
}
