import { engine } from '../../crypto/engine.ts';
import type { RosterOfficer } from '../../crypto/roster-api.ts';
import { Banner } from '../../design/display.tsx';
import { useText } from '../../i18n/text.tsx';
import { ActDialog } from '../act-dialog.tsx';
import { CouldReadFacts } from './could-read.tsx';
import type { OfficerAct } from './officer-acts.ts';

export type PlainAct = Exclude<OfficerAct, 'role' | 'card'>;

export interface PlainActDialogProps {
  act: PlainAct;
  officer: RosterOfficer;
  name: string;
  oneself: boolean;
  onClose(): void;
}

const ACTS: Readonly<Record<PlainAct, (officer: string) => ReturnType<typeof engine.attestOfficer>>> = {
  attest: (officer) => engine.attestOfficer(officer),
  suspend: (officer) => engine.suspendOfficer(officer),
  reinstate: (officer) => engine.proposeReinstatement(officer),
  remove: (officer) => engine.proposeRemoval(officer),
};

/** Acts that need to know nothing but whom they concern. */
export function PlainActDialog({ act, officer, name, oneself, onClose }: PlainActDialogProps) {
  const { t } = useText();
  const leaves = act === 'remove' && !officer.mayLeave;
  const lapses = act === 'suspend' && officer.role === 'security';
  const who = oneself ? 'me' : 'other';
  return (
    <ActDialog
      title={t(`administration.act.${act}.title`, { name, who })} what={t(`administration.act.${act}.what`, { name, who, role: t(`officer-role.${officer.role}`) })}
      confirm={act === 'remove' ? t('administration.remove.propose') : undefined} danger={act === 'remove' || act === 'suspend'} disabled={leaves}
      act={() => ACTS[act](officer.officer)} onClose={onClose}
    >
      {leaves && <Banner tone="warn">{t('administration.quorum')}</Banner>}
      {act === 'remove' && <CouldReadFacts officer={officer.officer} />}
      {lapses && <p>{t('administration.act.suspend.lapses')}</p>}
    </ActDialog>
  );
}
