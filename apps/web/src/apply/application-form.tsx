import { useMutation } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { Form } from 'react-aria-components/Form';
import type { OpenedApplication } from '#client';
import type { ApplicationDraft } from '#protocol';
import type { ApplicationPlace } from '../crypto/apply-api.ts';
import { engine } from '../crypto/engine.ts';
import { Button } from '../design/button.tsx';
import { Banner } from '../design/display.tsx';
import { Field } from '../design/field.tsx';
import { useText } from '../i18n/text.tsx';
import { FailureBanner } from '../shell/failure-text.tsx';
import { AuthorityFields } from './authority-fields.tsx';
import { EMPTY_DRAFT } from './empty-draft.ts';
import { InstrumentFields } from './instrument-fields.tsx';
import { KeepLink } from './keep-link.tsx';
import { PeopleFields } from './people-fields.tsx';

export interface ApplicationFormProps {
  /** The network whose words were compared. */
  network: string;
  before: { readonly token: string; readonly opened: OpenedApplication } | null;
  onSubmitted(token: string, opened: OpenedApplication): void;
}

export type ChangeDraft = (changed: Partial<ApplicationDraft>) => void;
/** Words for a field that is missing or off, once the form was to be submitted. */
export type MistakeOf = (...paths: string[]) => string | undefined;

/** What the authority says of itself. Saved as ciphertext under the link; submitted sealed to the secretariat. */
export function ApplicationForm({ network, before, onSubmitted }: ApplicationFormProps) {
  const { t, language } = useText();
  const [place, setPlace] = useState<ApplicationPlace | null>(before && { token: before.token, id: before.opened.view.id });
  const [version, setVersion] = useState(before?.opened.view.version ?? 0);
  const [draft, setDraft] = useState<ApplicationDraft>(before?.opened.draft ?? EMPTY_DRAFT);
  const [saved, setSaved] = useState<ApplicationDraft | null>(before?.opened.draft ?? null);
  const [wrong, setWrong] = useState<readonly string[]>([]);
  const change: ChangeDraft = (changed) => setDraft((now) => ({ ...now, ...changed }));
  const mistakeOf: MistakeOf = (...paths) => (wrong.some((path) => paths.some((one) => path === one || path.startsWith(`${one}.`))) ? t('apply.mistake') : undefined);
  useUnsaved(draft !== saved && draft !== EMPTY_DRAFT);

  const keep = async (now: ApplicationDraft): Promise<ApplicationPlace> => {
    const at = place ?? (await engine.newApplication());
    const opened = await engine.saveApplication(at, version, now);
    if (place === null) window.history.replaceState(null, '', `#${at.token}`);
    setPlace(at);
    setVersion(opened.view.version);
    setSaved(now);
    return at;
  };
  const save = useMutation({ mutationFn: () => keep(draft) });
  const submit = useMutation({
    mutationFn: async () => {
      const at = place !== null && saved === draft ? place : await keep(draft);
      const outcome = await engine.submitApplication(at, draft, language, network);
      setWrong(outcome.ok ? [] : outcome.paths);
      if (outcome.ok) onSubmitted(at.token, outcome.opened);
      return outcome.ok;
    },
  });
  const form = useRef<HTMLFormElement>(null);
  // The first field that is missing or off, once it is marked.
  useEffect(() => {
    if (wrong.length > 0) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [wrong]);
  const busy = save.isPending || submit.isPending;
  // A second press comes before the first is drawn as pending.
  const working = useRef(false);
  const once = async (act: () => Promise<unknown>) => {
    if (working.current) return;
    working.current = true;
    await act().catch(() => undefined);
    working.current = false;
  };
  const failure = save.error ?? submit.error;
  return (
    <Form ref={form} className="stack apply-form" validationBehavior="aria" onSubmit={(event) => { event.preventDefault(); void once(() => submit.mutateAsync()); }}>
      <p className="soft">{t('apply.who-reads')}</p>
      <AuthorityFields draft={draft} onChange={change} mistakeOf={mistakeOf} />
      <PeopleFields legend={t('apply.focal-points')} hint={t('apply.focal-points.hint')} people={draft.focalPoints} least={1} most={5} path="focalPoints" mistakeOf={mistakeOf} onChange={(focalPoints) => change({ focalPoints })} />
      <PeopleFields legend={t('apply.founders')} hint={t('apply.founders.hint')} people={draft.securityOfficers} least={2} most={6} path="securityOfficers" mistakeOf={mistakeOf} onChange={(securityOfficers) => change({ securityOfficers })} />
      <InstrumentFields draft={draft} place={place} keep={() => keep(draft)} onChange={change} mistakeOf={mistakeOf} />
      <fieldset className="stack part">
        <legend>{t('apply.contact')}</legend>
        <Field label={t('apply.email')} hint={t('apply.email.hint')} value={draft.email} onChange={(email) => change({ email })} type="email" maxLength={254} autoComplete="email" mistake={mistakeOf('email')} />
      </fieldset>
      {place !== null && <KeepLink token={place.token} />}
      {failure && <FailureBanner failure={failure} />}
      {submit.data === false && <Banner tone="bad" alert title={t('apply.incomplete')}><p>{t('apply.incomplete.what')}</p></Banner>}
      <div className="row">
        <Button kind="primary" type="submit" isPending={busy}>{t('apply.submit')}</Button>
        <Button isPending={busy} onPress={() => void once(() => save.mutateAsync())}>{t('apply.save')}</Button>
        <span role="status" className="soft small">{saved === draft && place !== null ? t('apply.saved') : ''}</span>
      </div>
    </Form>
  );
}

/** The browser asks before it drops what was written and not saved. */
function useUnsaved(unsaved: boolean): void {
  useEffect(() => {
    if (!unsaved) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [unsaved]);
}
