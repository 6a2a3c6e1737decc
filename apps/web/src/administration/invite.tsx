import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { Form } from 'react-aria-components/Form';
import type { NewInvitation, OfficerRole } from '#protocol';
import { engine } from '../crypto/engine.ts';
import { request } from '../crypto/request.ts';
import { Button } from '../design/button.tsx';
import { Dialog } from '../design/dialog.tsx';
import { Field } from '../design/field.tsx';
import { Select } from '../design/select.tsx';
import { useText } from '../i18n/text.tsx';
import { useSession } from '../session/session.ts';
import { useStepUp } from '../session/step-up.tsx';
import { FailureBanner } from '../shell/failure-text.tsx';
import { useMembers } from '../network/member-names.ts';
import { MadeInvitation } from './made-invitation.tsx';
import '../enrol/enrol.css';

const PURPOSES = ['seat', 'secretariat', 'auditor'] as const;

interface Chosen {
  readonly security: boolean;
  readonly purpose: (typeof PURPOSES)[number];
  readonly role: OfficerRole | 'seat';
  /** The authority that applied, of whose founders this is one. */
  readonly founderOf: string | null;
  /** The member whose seat was lost. */
  readonly seatOf: string | null;
  readonly note: string;
  readonly email: null;
}

function invitationOf({ security, purpose, role, founderOf, seatOf, ...common }: Chosen): NewInvitation {
  if (founderOf !== null) return { purpose: 'founder', authority: founderOf, ...common };
  const seat = { purpose: 'seat', member: seatOf ?? '', ...common } as const;
  if (security) return role === 'seat' ? seat : { purpose: 'officer', role, ...common };
  if (purpose === 'seat') return seat;
  return { purpose, ...common };
}

/** Makes a one-time link, and shows it once with the network's phrase. `founder`: of the authority that applied; founders are invited from its application. */
export function Invite({ founder, onClose }: { founder?: { readonly authority: string; readonly note: string }; onClose(): void }) {
  const { t } = useText();
  const session = useSession();
  const withStepUp = useStepUp();
  const security = session.phase !== 'out' && session.who.role === 'security';
  const [purpose, setPurpose] = useState<(typeof PURPOSES)[number]>('auditor');
  const [role, setRole] = useState<OfficerRole | 'seat'>('officer');
  const [seatOf, setSeatOf] = useState<string | null>(null);
  const { members } = useMembers();
  const [note, setNote] = useState(founder?.note ?? '');
  const make = useMutation({
    mutationFn: async () => {
      const common = { note: note.trim(), email: null };
      const invitation = invitationOf({ security, purpose, role, founderOf: founder?.authority ?? null, seatOf: security ? (session.who.member ?? null) : seatOf, ...common });
      const made = await withStepUp(() => request('identity.invite', { body: invitation }));
      const { phrase } = await engine.network();
      return { link: `${window.location.origin}/enrol#${made.token}`, phrase };
    },
  });
  const complete = note.trim() !== '' && (security || founder !== undefined || purpose !== 'seat' || seatOf !== null);
  return (
    <Dialog title={t('invitation.new')} open onClose={onClose} broad>
      {make.data ? (
        <MadeInvitation made={make.data} onClose={onClose} />
      ) : (
        <Form className="stack" onSubmit={(event) => { event.preventDefault(); if (complete) make.mutate(); }}>
          {make.error && <FailureBanner failure={make.error} />}
          {security ? (
            <Select label={t('account.role')} choices={(['officer', 'security', 'reader', 'auditor', 'seat'] as const).map((value) => ({ value, label: value === 'seat' ? t('enrol.purpose.seat') : t(`officer-role.${value}`) }))} value={role} onChange={setRole} />
          ) : founder ? (
            <p>{t('enrol.purpose.founder')}</p>
          ) : (
            <Select label={t('enrol.purpose')} choices={PURPOSES.map((value) => ({ value, label: t(`enrol.purpose.${value}`) }))} value={purpose} onChange={setPurpose} />
          )}
          {!security && !founder && purpose === 'seat' && (
            <Select label={t('reseat.member')} choices={[...members.values()].map(({ id, name, stateName }) => ({ value: id, label: `${name} (${stateName})` }))} value={seatOf ?? ''} onChange={setSeatOf} />
          )}
          <Field label={t('invitation.note')} hint={t('invitation.note.hint')} value={note} onChange={setNote} isRequired maxLength={200} />
          <div className="row end wide">
            <Button onPress={onClose}>{t('action.cancel')}</Button>
            <Button kind="primary" type="submit" isPending={make.isPending} isDisabled={!complete}>{t('invitation.make')}</Button>
          </div>
        </Form>
      )}
    </Dialog>
  );
}
