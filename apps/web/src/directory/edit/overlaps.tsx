// Values that somebody else has changed meanwhile too: both versions, and a choice for each.
import { useEffect, useRef, useState } from 'react';
import type { AuthorityContent, ContentValue } from '#protocol';
import { emptyContent, mergeContent, type ContentConflict } from '#protocol/entry';
import { Banner } from '../../design/display.tsx';
import { Button } from '../../design/button.tsx';
import { Select } from '../../design/select.tsx';
import { useText } from '../../i18n/text.tsx';
import { ContentDiffView } from './content-diff-view.tsx';

const keyOf = ({ part, id }: ContentConflict) => `${part} ${id}`;

export interface OverlapsProps {
  base: AuthorityContent | null;
  current: AuthorityContent;
  mine: AuthorityContent;
  /** With what was chosen, made upon `current`. */
  onResolved(content: AuthorityContent): void;
}

export function Overlaps({ base, current, mine, onResolved }: OverlapsProps) {
  const { t } = useText();
  const { content, conflicts } = mergeContent(base, current, mine);
  const [kept, setKept] = useState<Readonly<Record<string, 'mine' | 'theirs'>>>({});
  const heading = useRef<HTMLHeadingElement>(null);
  // It stands where the form was, with the button that was pressed.
  useEffect(() => heading.current?.focus(), []);
  const choices = [{ value: 'mine', label: t('entry.overlap.mine') }, { value: 'theirs', label: t('entry.overlap.theirs') }] as const;
  const resolve = () => onResolved(conflicts.filter((conflict) => (kept[keyOf(conflict)] ?? 'mine') === 'mine').reduce(withMine, content));
  return (
    <section className="card stack" aria-labelledby="overlaps">
      <h2 id="overlaps" ref={heading} tabIndex={-1}>{t('entry.overlap')}</h2>
      <Banner tone="warn" alert>{t('entry.overlap.lead')}</Banner>
      {conflicts.map((conflict) => (
        <div key={keyOf(conflict)} className="stack wide">
          <div className="overlap wide">
            <div><p><strong>{t('entry.overlap.theirs')}</strong></p><ContentDiffView before={alone(conflict, conflict.base)} after={alone(conflict, conflict.current)} /></div>
            <div><p><strong>{t('entry.overlap.mine')}</strong></p><ContentDiffView before={alone(conflict, conflict.base)} after={alone(conflict, conflict.proposed)} /></div>
          </div>
          <Select label={t('entry.overlap.keep')} choices={choices} value={kept[keyOf(conflict)] ?? 'mine'} onChange={(which) => setKept({ ...kept, [keyOf(conflict)]: which })} />
        </div>
      ))}
      <Button kind="primary" onPress={resolve}>{t('entry.overlap.go-on')}</Button>
    </section>
  );
}

/** An entry with nothing in it but this value. */
function alone({ part, id }: ContentConflict, value: ContentValue | string | null): AuthorityContent {
  const empty = emptyContent('', 'other');
  return value === null ? empty : { ...empty, ...(part === 'entry' ? { [id]: value } : { [part]: [value] }) };
}

function withMine(content: AuthorityContent, { part, id, proposed }: ContentConflict): AuthorityContent {
  if (part === 'entry') return { ...content, [id]: proposed };
  if (part === 'parents' && proposed !== null) return { ...content, parents: [proposed as AuthorityContent['parents'][number]] };
  const others = (content[part] as ContentValue[]).filter((value) => value.id !== id);
  return { ...content, [part]: proposed === null ? others : [...others, proposed] };
}
