// What changes from one state of an entry to another: before and after, value by value.
import { useId } from 'react';
import type { AuthorityContent, ContentChange } from '#protocol';
import { diffContent } from '#protocol/entry';
import { Badge } from '../../design/display.tsx';
import { useText, type TextKey } from '../../i18n/text.tsx';
import type { Fields } from './part-fields.ts';
import { useValueWords, type FieldWords } from './value-words.ts';
import './edit.css';

export function ContentDiffView({ before, after, level = 3 }: { before: AuthorityContent | null; after: AuthorityContent; level?: 3 | 4 }) {
  const { t } = useText();
  const changes = diffContent(before, after);
  if (changes.length === 0) return <p className="soft">{t('entry.diff.none')}</p>;
  return <div className="diff wide">{changes.map((change) => <ChangeView key={`${change.part} ${change.id}`} change={change} level={level} />)}</div>;
}

const MARKS = { added: 'good', changed: 'plain', removed: 'bad' } as const;

function ChangeView({ change, level }: { change: ContentChange; level: 3 | 4 }) {
  const { t } = useText();
  const heading = useId();
  const words = useChangeWords();
  const what = change.before === null ? 'added' : change.after === null ? 'removed' : 'changed';
  const Heading = `h${level}` as const;
  return (
    <article className="diff-value" aria-labelledby={heading}>
      <div className="row">
        <Heading id={heading}>{t(`entry.part.${change.part}`)}</Heading>
        <Badge tone={MARKS[what]}>{t(`entry.diff.${what}`)}</Badge>
      </div>
      <dl>
        {words(change).map(({ field, label, before, after }) => (
          <div key={field} className="diff-field">
            <dt>{label}</dt>
            {before !== null && before !== after && <dd><del><span className="out-of-sight">{t('entry.diff.before')}: </span><bdi className="prose">{before}</bdi></del></dd>}
            {after !== null && (before === after ? <dd><bdi className="prose">{after}</bdi></dd> : <dd><ins><span className="out-of-sight">{t('entry.diff.after')}: </span><bdi className="prose">{after}</bdi></ins></dd>)}
          </div>
        ))}
      </dl>
    </article>
  );
}

interface ChangedField {
  readonly field: string;
  readonly label: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** The fields of a change that say something: of a changed value those that differ, and the first one, by which it is known. */
function useChangeWords(): (change: ContentChange) => ChangedField[] {
  const { t } = useText();
  const words = useValueWords();
  return ({ part, id, before, after }) => {
    if (part === 'entry') {
      const word = (value: unknown) => (typeof value !== 'string' ? null : id === 'kind' ? t(`directory.kind.${value}` as TextKey) : value);
      return [{ field: id, label: t(id === 'kind' ? 'directory.kind' : 'directory.state'), before: word(before), after: word(after) }];
    }
    const of = (value: unknown): FieldWords[] => (value === null ? [] : words(part, value as Fields));
    const [old, now] = [of(before), of(after)];
    const fields = [...new Map([...old, ...now].map(({ field, label }) => [field, label]))].map(([field, label]) => ({
      field, label, before: old.find((one) => one.field === field)?.text ?? null, after: now.find((one) => one.field === field)?.text ?? null,
    }));
    const changed = before !== null && after !== null;
    return fields.filter((one, index) => (changed ? index === 0 || one.before !== one.after : (one.before ?? one.after) !== null));
  };
}
