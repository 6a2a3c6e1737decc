import { useState } from 'react';
import type { ApplicationDraft, Article36 } from '#protocol';
import { AuthorityPicker } from '../directory/authority-picker.tsx';
import { request } from '../crypto/request.ts';
import { Checkbox } from '../design/checkbox.tsx';
import { Field } from '../design/field.tsx';
import { Select } from '../design/select.tsx';
import { useStates } from '../directory/states.ts';
import { useText } from '../i18n/text.tsx';
import type { ChangeDraft, MistakeOf } from './application-form.tsx';

const NONE = 'none-yet';
export const ARTICLE_36 = ['designated', 'notified', 'competent', 'in-preparation', 'none'] as const satisfies readonly Article36[];

/** Which State, which body, on what basis. */
export function AuthorityFields({ draft, onChange, mistakeOf }: { draft: ApplicationDraft; onChange: ChangeDraft; mistakeOf: MistakeOf }) {
  const { t, language, compare } = useText();
  const [described, setDescribed] = useState(draft.authority === null && draft.authorityName !== '');
  const states = [...(useStates()?.values() ?? [])].map(({ code, names }) => ({ value: code, label: names[language] })).toSorted((a, b) => compare(a.label, b.label));
  const choose = async (authority: string | null) => {
    if (authority === null) return onChange({ authority, authorityName: '' });
    const { name } = await request('directory.authority', { params: { id: authority } });
    onChange({ authority, authorityName: name.slice(0, 300) });
  };
  const authorityMistake = mistakeOf('authority', 'authorityName');
  return (
    <fieldset className="stack part">
      <legend>{t('apply.authority')}</legend>
      <Select label={t('apply.state')} choices={[{ value: NONE, label: t('apply.choose') }, ...states]} value={draft.state ?? NONE} onChange={(state) => onChange({ state: state === NONE ? null : state, authority: null, ...(described ? {} : { authorityName: '' }) })} />
      {mistakeOf('state') && <p className="mistake">{mistakeOf('state')}</p>}
      {draft.state !== null && (
        <>
          {!described && <AuthorityPicker label={t('invitation.authority')} member={false} state={draft.state} chosen={draft.authority} onChange={(authority) => void choose(authority)} />}
          {!described && authorityMistake && <p className="mistake">{authorityMistake}</p>}
          <Checkbox checked={described} onChange={(now) => { setDescribed(now); onChange({ authority: null, authorityName: '' }); }}>{t('apply.described')}</Checkbox>
          {described && (
            <>
              <Field label={t('apply.authority-name')} value={draft.authorityName} onChange={(authorityName) => onChange({ authorityName })} isRequired maxLength={300} mistake={authorityMistake} />
              <Field label={t('apply.description')} hint={t('apply.description.hint')} value={draft.description} onChange={(description) => onChange({ description })} lines maxLength={2000} />
            </>
          )}
        </>
      )}
      <Field label={t('apply.legal-basis')} hint={t('apply.legal-basis.hint')} value={draft.legalBasis} onChange={(legalBasis) => onChange({ legalBasis })} lines isRequired maxLength={4000} mistake={mistakeOf('legalBasis')} />
      <Select label={t('apply.article-36')} hint={t('apply.article-36.hint')} choices={[{ value: NONE, label: t('apply.choose') }, ...ARTICLE_36.map((value) => ({ value: value as string, label: t(`apply.article-36.${value}`) }))]} value={draft.article36 ?? NONE} onChange={(value) => onChange({ article36: ARTICLE_36.find((one) => one === value) ?? null })} />
      {mistakeOf('article36') && <p className="mistake">{mistakeOf('article36')}</p>}
      <Field label={t('apply.confirmation')} hint={t('apply.confirmation.hint')} value={draft.confirmation} onChange={(confirmation) => onChange({ confirmation })} lines isRequired maxLength={1000} mistake={mistakeOf('confirmation')} />
    </fieldset>
  );
}
