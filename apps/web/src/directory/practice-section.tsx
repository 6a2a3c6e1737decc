import type { AuthorityEntry } from '#protocol';
import { DataList, Fact } from '../design/display.tsx';
import { useText } from '../i18n/text.tsx';
import { AudienceBadge } from './audience-badge.tsx';
import { isAddress, Outside, SourceMark } from './sources.tsx';

type Item = AuthorityEntry['practice'][number];

/** How the authority handles requests. Hidden when nothing is known. */
export function PracticeSection({ practice }: Pick<AuthorityEntry, 'practice'>) {
  const { t } = useText();
  if (practice.length === 0) return null;
  return (
    <section className="card" aria-labelledby="practice">
      <h2 id="practice">{t('directory.practice')}</h2>
      <DataList>
        {practice.map((item) => (
          <Fact key={item.id} name={t(`directory.practice.${item.topic}`)}>
            <PracticeWords item={item} />
            <SourceMark of={item.provenance} />
            <AudienceBadge of={item.visibility} />
          </Fact>
        ))}
      </DataList>
    </section>
  );
}

/** Our words in the reader's language, then those of the authority in their own. */
export function PracticeWords({ item: { answer, means, text, language, url } }: { item: Pick<Item, 'answer' | 'means' | 'text' | 'language' | 'url'> }) {
  const { t, list } = useText();
  return (
    <>
      {answer !== null && <p>{t(`directory.practice.answer.${answer}`)}</p>}
      {means.length > 0 && <p>{list(means.map((way) => t(`directory.practice.means.${way}`)))}</p>}
      {text !== null && <p className="prose" lang={language === 'und' ? undefined : language}><bdi>{text}</bdi></p>}
      {url !== null && <p>{isAddress(url) ? <Outside to={url}>{url}</Outside> : <bdi>{url}</bdi>}</p>}
    </>
  );
}
