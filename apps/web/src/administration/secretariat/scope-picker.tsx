import { useState } from 'react';
import { ListBox, ListBoxItem } from 'react-aria-components/ListBox';
import { Checkbox } from '../../design/checkbox.tsx';
import { Field } from '../../design/field.tsx';
import { Icon } from '../../design/icon.tsx';
import { useText } from '../../i18n/text.tsx';
import { MemberName } from '../../network/member-name.tsx';
import { useMembers } from '../../network/member-names.ts';
import '../../compose/compose.css';

/** Whose records an auditor may read: all members (null), or those chosen. */
export function ScopePicker({ scope, onChange }: { scope: readonly string[] | null; onChange(scope: string[] | null): void }) {
  const { t, language, compare } = useText();
  const { members } = useMembers();
  const [typed, setTyped] = useState('');
  const wanted = typed.trim().toLocaleLowerCase(language);
  const shown = [...members.values()]
    .filter(({ name, stateName }) => `${name} ${stateName}`.toLocaleLowerCase(language).includes(wanted))
    .toSorted((a, b) => compare(a.stateName, b.stateName) || compare(a.name, b.name));
  // What the filter hides stays chosen.
  const hidden = (scope ?? []).filter((id) => !shown.some((member) => member.id === id));
  return (
    <div className="stack tight wide">
      <Checkbox checked={scope === null} onChange={(all) => onChange(all ? null : [])}>{t('administration.scope.all')}</Checkbox>
      {scope !== null && (
        <div className="picker stack tight wide">
          <Field label={t('administration.scope.find')} value={typed} onChange={setTyped} type="search" autoComplete="off" />
          <div className="wide">
            <ListBox
              className="options" aria-label={t('administration.scope')} selectionMode="multiple" selectedKeys={scope} items={shown} dependencies={[scope, language]}
              onSelectionChange={(picked) => onChange([...hidden, ...shown.map(({ id }) => id).filter((id) => picked === 'all' || picked.has(id))])}
              renderEmptyState={() => <p className="option soft">{t('compose.no-members')}</p>}
            >
              {(member) => (
                <ListBoxItem className="option" textValue={member.name}>
                  {({ isSelected }) => (
                    <>
                      <span className="mark">{isSelected && <Icon name="good" size={16} />}</span>
                      <span className="grow"><MemberName member={member} id={member.id} /></span>
                    </>
                  )}
                </ListBoxItem>
              )}
            </ListBox>
          </div>
        </div>
      )}
    </div>
  );
}
