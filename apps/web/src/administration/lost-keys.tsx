// An officer's keys are lost, and nothing else opens their vault: what is left before, what it costs, and the invitation to enrol again.
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { Form } from 'react-aria-components/Form';
import { engine } from '../crypto/engine.ts';
import { request } from '../crypto/request.ts';
import { Button } from '../design/button.tsx';
import { Checkbox } from '../design/checkbox.tsx';
import { Dialog } from '../design/dialog.tsx';
import { Field } from '../design/field.tsx';
import { Select } from '../design/select.tsx';
import { useText } from '../i18n/text.tsx';
import { useOfficers } from '../network/officers.ts';
import { useSession } from '../session/session.ts';
import { useStepUp } from '../session/step-up.tsx';
import { FailureBanner } from '../shell/failure-text.tsx';
import { MadeInvitation } from './made-invitation.tsx';
import { usePeople } from './people.ts';

export function LostKeys({ member }: { member: string }) {
  const { t } = useText();
  const [open, setOpen] = useState(false);
  return (
    <section className="stack" aria-labelledby="lost-keys">
      <div className="row apart wide">
        <h2 id="lost-keys">{t('reissue.title')}</h2>
        <Button onPress={() => setOpen(true)}>{t('reissue.begin')}</Button>
      </div>
      <p className="soft">{t('reissue.lead')}</p>
      {open && <Reissue member={member} onClose={() => setOpen(false)} />}
    </section>
  );
}

function Reissue({ member, onClose }: { member: string; onClose(): void }) {
  const { t } = useText();
  const session = useSession();
  const officers = useOfficers(member);
  const { nameOf } = usePeople();
  const withStepUp = useStepUp();
  const me = session.phase === 'out' ? '' : session.who.officer;
  const others = [...officers.values()].filter(({ officer, serves }) => serves && officer !== me).map(({ officer }) => officer);
  const [chosen, setChosen] = useState<string | null>(null);
  const [note, setNote] = useState('');
  const [tried, setTried] = useState(false);
  const officer = chosen ?? others[0] ?? null;
  const make = useMutation({
    mutationFn: async (whose: string) => {
      const made = await withStepUp(() => request('identity.inviteReissue', { params: { officer: whose }, body: { note: note.trim(), email: null } }));
      const { phrase } = await engine.network();
      return { link: `${window.location.origin}/enrol#${made.token}`, phrase };
    },
  });
  const complete = officer !== null && tried && note.trim() !== '';
  return (
    <Dialog title={t('reissue.title')} open onClose={onClose} broad>
      {make.data ? <MadeInvitation made={make.data} onClose={onClose} /> : (
        <Form className="stack" onSubmit={(event) => { event.preventDefault(); if (complete) make.mutate(officer); }}>
          <p>{t('reissue.first')}</p>
          <ol>
            <li>{t('reissue.first.device')}</li>
            <li>{t('reissue.first.sheet')}</li>
          </ol>
          <p>{t('reissue.then')}</p>
          <p><strong>{t('reissue.costs')}</strong> {t('reissue.costs.what')}</p>
          {make.error && <FailureBanner failure={make.error} />}
          {officer !== null && <Select label={t('reissue.officer')} choices={others.map((value) => ({ value, label: nameOf(value) }))} value={officer} onChange={setChosen} />}
          <Field label={t('invitation.note')} hint={t('reissue.note.hint')} value={note} onChange={setNote} isRequired maxLength={200} />
          <Checkbox checked={tried} onChange={setTried}>{t('reissue.tried')}</Checkbox>
          <div className="row end wide">
            <Button onPress={onClose}>{t('action.cancel')}</Button>
            <Button kind="primary" type="submit" isPending={make.isPending} isDisabled={!complete}>{t('invitation.make')}</Button>
          </div>
        </Form>
      )}
    </Dialog>
  );
}
