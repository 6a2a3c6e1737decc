import { useQuery } from '@tanstack/react-query';
import type { AuditItem } from '#protocol';
import { engine } from '../crypto/engine.ts';
import { Button } from '../design/button.tsx';
import { DataList, Fact } from '../design/display.tsx';
import { useText } from '../i18n/text.tsx';
import { saveFile } from '../thread/save-file.ts';
import { VerifyElsewhere } from './verify-elsewhere.tsx';
import { VerifyHere } from './verify-here.tsx';

export type OnObject = (kind: NonNullable<AuditItem['entry']['object']>['kind'], id: string) => void;

/** What was recorded, exactly, with its hashes, and two ways to prove it. */
export function EntryDetails({ item, onObject }: { item: AuditItem; onObject: OnObject }) {
  const { t, number } = useText();
  const { entry, context } = item;
  const { object, actor } = entry;
  const inBytes = useQuery({ queryKey: ['entry-in-bytes', item.id], queryFn: () => engine.entryInBytes(item), staleTime: Infinity });
  const save = () => inBytes.data && saveFile(new Blob([inBytes.data.bytes], { type: 'application/json' }), `audit-entry-${item.id}.json`);
  return (
    <div className="proof">
      <DataList>
        <Fact name={t('audit.index')}>{item.index === null ? t('audit.index.none') : number(item.index)}</Fact>
        {object && (
          <Fact name={t('audit.object')}>
            <span className="row">
              <span>{t(`object.${object.kind}`)} <code className="fixed">{object.id}</code></span>
              <Button kind="quiet" onPress={() => onObject(object.kind, object.id)}>{t('audit.same-object')}</Button>
            </span>
          </Fact>
        )}
        {actor.officer !== null && <Fact name={t('audit.officer')}><code className="fixed">{actor.officer}</code></Fact>}
        {context && <Fact name={t('audit.address')}><code className="fixed">{context.address ?? '—'}</code></Fact>}
        {context?.session && <Fact name={t('audit.session')}><code className="fixed">{context.session}</code></Fact>}
        {context && <Fact name={t('audit.correlation')}><code className="fixed">{context.correlation}</code></Fact>}
        <Fact name={t('audit.recorded')}><pre className="fixed raw">{JSON.stringify(entry, null, 2)}</pre></Fact>
        {inBytes.data && <Fact name={t('audit.entry-hash')}><code className="fixed">{inBytes.data.hash}</code></Fact>}
        {inBytes.data && <Fact name={t('audit.leaf-hash')}><code className="fixed">{inBytes.data.leaf}</code></Fact>}
      </DataList>
      <div><Button isDisabled={!inBytes.data} onPress={save}>{t('audit.save-entry')}</Button></div>
      <VerifyHere item={item} />
      {inBytes.data && item.index !== null && <VerifyElsewhere index={item.index} hash={inBytes.data.hash} leaf={inBytes.data.leaf} />}
    </div>
  );
}
