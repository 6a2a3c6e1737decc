import { useState } from 'react';
import type { OfficerRole } from '#protocol';
import { engine } from '../../crypto/engine.ts';
import type { RosterOfficer } from '../../crypto/roster-api.ts';
import { Banner } from '../../design/display.tsx';
import { Select } from '../../design/select.tsx';
import { useText } from '../../i18n/text.tsx';
import { ActDialog } from '../act-dialog.tsx';
import { dayOf, endOfDay, isPast, TermField } from './term-fields.tsx';

/** In the order in which they are listed. */
export const ROLES: readonly OfficerRole[] = ['security', 'officer', 'reader', 'auditor'];

/** Another role, another last day, or both. */
export function RoleDialog({ officer, name, onClose }: { officer: RosterOfficer; name: string; onClose(): void }) {
  const { t } = useText();
  const [role, setRole] = useState(officer.role);
  const [day, setDay] = useState(dayOf(officer.ends));
  const same = role === officer.role && day === dayOf(officer.ends);
  const locked = officer.role === 'security' && !officer.mayLeave;
  // A security officer serves until removed. What was not touched stays to the second.
  const ends = role === 'security' ? null : day === dayOf(officer.ends) && officer.ends !== null ? new Date(officer.ends).toISOString() : endOfDay(day);
  return (
    <ActDialog
      title={t('administration.act.role.title', { name })} what={t('administration.act.role.what')} onClose={onClose}
      disabled={same || locked || (role !== 'security' && isPast(day))} act={() => engine.proposeRole(officer.officer, { role, ends })}
    >
      {locked && <Banner tone="warn">{t('administration.quorum')}</Banner>}
      <Select label={t('account.role')} choices={ROLES.map((value) => ({ value, label: t(`officer-role.${value}`) }))} value={role} onChange={setRole} />
      <p className="soft small">{t(`administration.role.${role}`)}</p>
      {role !== 'security' && <TermField day={day} onChange={setDay} />}
    </ActDialog>
  );
}
