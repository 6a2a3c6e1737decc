import { useState } from 'react';
import { engine } from '../../crypto/engine.ts';
import { Banner } from '../../design/display.tsx';
import { Checkbox } from '../../design/checkbox.tsx';
import { Select } from '../../design/select.tsx';
import { useText } from '../../i18n/text.tsx';
import { useOfficers } from '../../network/officers.ts';
import { ActDialog } from '../act-dialog.tsx';
import { useComparison } from '../comparison.ts';
import { useEnrolled } from '../people.ts';
import { JoiningChoice } from './joining-choice.tsx';

export interface ReseatDialogProps {
  member: string;
  /** Security officers on the roster. */
  security: readonly string[];
  /** For the secretariat, which says who remains. */
  memberName?: string;
  /** The one who remains and proposes it themselves. */
  remaining?: string;
  onClose(): void;
}

const NOBODY = 'nobody';

/** New security officers for a member that lost its quorum: with the one who is left, or after proof out of band. */
export function ReseatDialog({ member, memberName, security, remaining, onClose }: ReseatDialogProps) {
  const { t, list, compare } = useText();
  const enrolled = useEnrolled();
  const cards = useOfficers(member);
  const [left, setLeft] = useState(remaining ?? NOBODY);
  const [seats, setSeats] = useState<string[]>([]);
  const [proven, setProven] = useState(false);
  const nameOf = (officer: string) => cards.get(officer)?.card?.name ?? officer.slice(0, 8);
  const candidates = (enrolled.data?.items ?? []).filter((item) => item.purpose === 'seat' && item.member === member);
  const comparison = useComparison(candidates.filter(({ officer }) => seats.includes(officer)).map(({ certificate }) => certificate));
  const named = security.toSorted((a, b) => compare(nameOf(a), nameOf(b)));
  const lost = named.filter((officer) => officer !== left);
  const enough = seats.length + (left === NOBODY ? 0 : 1) >= 2;
  return (
    <ActDialog
      title={memberName === undefined ? t('reseat.title.own') : t('reseat.title', { member: memberName })} what={t('reseat.what')} broad danger onClose={onClose}
      disabled={!enough || !comparison.all || (left === NOBODY && !proven)} act={() => engine.proposeReseat(member, left === NOBODY ? null : left, candidates.filter(({ officer }) => seats.includes(officer)))}
    >
      {remaining === undefined && (
        <Select label={t('reseat.remaining')} choices={[{ value: NOBODY, label: t('reseat.nobody') }, ...named.map((officer) => ({ value: officer, label: nameOf(officer) }))]} value={left} onChange={setLeft} />
      )}
      {lost.length > 0 && <p>{t('reseat.lost', { names: list(lost.map(nameOf)) })}</p>}
      <h3>{t('reseat.seats')}</h3>
      {candidates.length === 0 ? <Banner tone="warn">{t('reseat.none')}</Banner> : <JoiningChoice people={candidates} chosen={seats} onChange={setSeats} comparison={comparison} />}
      {!enough && <p className="soft small">{t('reseat.two')}</p>}
      {left === NOBODY && <Checkbox checked={proven} onChange={setProven}>{t('reseat.proven')}</Checkbox>}
    </ActDialog>
  );
}
