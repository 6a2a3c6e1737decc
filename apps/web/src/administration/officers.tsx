import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { engine } from '../crypto/engine.ts';
import type { OfficerView } from '../crypto/network-api.ts';
import { Button } from '../design/button.tsx';
import { Badge } from '../design/display.tsx';
import { Dialog } from '../design/dialog.tsx';
import { useText } from '../i18n/text.tsx';
import { useOfficers } from '../network/officers.ts';
import { useSession } from '../session/session.ts';
import { useStepUp } from '../session/step-up.tsx';
import { FailureBanner } from '../shell/failure-text.tsx';

/** Who serves the member, by the trust log; removal is proposed by one security officer and signed by another. */
export function Officers({ member }: { member: string }) {
  const { t } = useText();
  const session = useSession();
  const officers = useOfficers(member);
  const [leaving, setLeaving] = useState<OfficerView | null>(null);
  const mayRemove = session.phase === 'open' && session.who.role === 'security';
  return (
    <section className="stack" aria-labelledby="officers">
      <h2 id="officers">{t('administration.officers')}</h2>
      <ul className="rows">
        {[...officers.values()].filter(({ serves }) => serves).map((officer) => (
          <li key={officer.officer}>
            <div className="grow">
              <p>{officer.card ? <bdi>{officer.card.name}</bdi> : <code className="fixed">{officer.officer}</code>}</p>
              <p className="soft small">{officer.role && t(`officer-role.${officer.role}`)}{officer.card && <> · <bdi>{officer.card.function}</bdi></>}</p>
            </div>
            <Badge tone={officer.reads ? 'good' : 'plain'}>{t(officer.reads ? 'administration.reads' : 'administration.reads-not')}</Badge>
            {mayRemove && session.who.officer !== officer.officer && <Button kind="danger" onPress={() => setLeaving(officer)}>{t('action.remove')}</Button>}
          </li>
        ))}
      </ul>
      {leaving && <Removal officer={leaving} onClose={() => setLeaving(null)} />}
    </section>
  );
}

function Removal({ officer, onClose }: { officer: OfficerView; onClose(): void }) {
  const { t } = useText();
  const cache = useQueryClient();
  const withStepUp = useStepUp();
  const remove = useMutation({
    mutationFn: () => withStepUp(() => engine.proposeRemoval(officer.officer)),
    onSuccess: async () => {
      await Promise.all(['proposals', 'officers'].map((key) => cache.invalidateQueries({ queryKey: [key] })));
      onClose();
    },
  });
  return (
    <Dialog title={t('administration.remove', { name: officer.card?.name ?? officer.officer })} open onClose={onClose} role="alertdialog">
      <p>{t('administration.remove.what')}</p>
      {remove.error && <FailureBanner failure={remove.error} />}
      <div className="row end">
        <Button onPress={onClose}>{t('action.cancel')}</Button>
        <Button kind="danger" isPending={remove.isPending} onPress={() => remove.mutate()}>{t('administration.remove.propose')}</Button>
      </div>
    </Dialog>
  );
}
