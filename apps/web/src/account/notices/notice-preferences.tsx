import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { request } from '../../crypto/request.ts';
import type { AnswerOf } from '../../crypto/requests.ts';
import { Button } from '../../design/button.tsx';
import { Choices } from '../../design/checkbox.tsx';
import { Select } from '../../design/select.tsx';
import { useToast } from '../../design/toast.tsx';
import { LANGUAGES } from '../../i18n/language.ts';
import { useText } from '../../i18n/text.tsx';
import { useSession } from '../../session/session.ts';
import { FailureBanner } from '../../shell/failure-text.tsx';

type Preferences = AnswerOf<'notices.preferences'>;
type Topic = Preferences['unwanted'][number];
type LanguageChoice = NonNullable<Preferences['language']> | 'card';

/** Topics that come to somebody of a role at all. */
function topicsFor(role: string, member: boolean): Topic[] {
  const security = role === 'security';
  const wanted: readonly [Topic, boolean][] = [
    ['messages', member], ['routine', member], ['directory', security || role === 'secretariat'], ['attestation', security], ['applications', role === 'secretariat'],
  ];
  return wanted.flatMap(([topic, comes]) => (comes ? [topic] : []));
}

export function NoticePreferences() {
  const { t } = useText();
  const preferences = useQuery({ queryKey: ['notice-preferences'], queryFn: () => request('notices.preferences') });
  if (preferences.error) return <FailureBanner failure={preferences.error} retry={() => void preferences.refetch()} />;
  if (!preferences.data) return null;
  return (
    <div className="card stack">
      <h3>{t('notice.preferences')}</h3>
      <PreferencesForm saved={preferences.data} />
    </div>
  );
}

function PreferencesForm({ saved }: { saved: Preferences }) {
  const { t } = useText();
  const cache = useQueryClient();
  const toast = useToast();
  const session = useSession();
  const [language, setLanguage] = useState<LanguageChoice>(saved.language ?? 'card');
  const [unwanted, setUnwanted] = useState(saved.unwanted);
  const save = useMutation({
    mutationFn: () => request('notices.prefer', { body: { language: language === 'card' ? null : language, unwanted } }),
    onSuccess: (now) => {
      cache.setQueryData(['notice-preferences'], now);
      toast(t('notice.saved'));
    },
  });
  const topics = session.phase === 'out' ? [] : topicsFor(session.who.role, session.who.member !== null);
  const unchanged = language === (saved.language ?? 'card') && unwanted.toSorted().join(' ') === saved.unwanted.toSorted().join(' ');
  return (
    <>
      {save.error && <FailureBanner failure={save.error} />}
      <Select
        label={t('notice.language')} value={language} onChange={setLanguage}
        choices={[{ value: 'card' as LanguageChoice, label: t('notice.language.card') }, ...LANGUAGES.map(({ code, name }) => ({ value: code as LanguageChoice, label: name }))]}
      />
      {topics.length > 0 && (
        <Choices
          label={t('notice.wanted')} choices={topics.map((topic) => ({ value: topic, label: t(`notice.topic.${topic}`) }))}
          values={topics.filter((topic) => !unwanted.includes(topic))} onChange={(values) => setUnwanted(topics.filter((topic) => !values.includes(topic)))}
        />
      )}
      <p className="soft small">{t('notice.always')}</p>
      <div className="row"><Button kind="primary" isDisabled={unchanged} isPending={save.isPending} onPress={() => save.mutate()}>{t('notice.save')}</Button></div>
    </>
  );
}
