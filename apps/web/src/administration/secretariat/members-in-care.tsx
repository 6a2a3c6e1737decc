import { useState } from 'react';
import { engine } from '../../crypto/engine.ts';
import type { MemberInCare } from '../../crypto/secretariat-api.ts';
import { Badge } from '../../design/display.tsx';
import { Menu } from '../../design/menu.tsx';
import { useText } from '../../i18n/text.tsx';
import { MemberName } from '../../network/member-name.tsx';
import { useMembers } from '../../network/member-names.ts';
import { ActDialog } from '../act-dialog.tsx';
import { ReseatDialog } from './reseat-dialog.tsx';

type Act = 'suspend' | 'readmit' | 'reseat';

/** What the secretariat may do with a member: never act for it. Those whose quorum hangs by a thread come first. */
export function MembersInCare({ members }: { members: readonly MemberInCare[] }) {
  const { t, compare, dateTime, number } = useText();
  const known = useMembers().members;
  const [doing, setDoing] = useState<{ act: Act; member: MemberInCare } | null>(null);
  const nameOf = (id: string) => known.get(id)?.name ?? id.slice(0, 8);
  const close = () => setDoing(null);
  const sorted = members.toSorted((a, b) => Number(b.working < 2) - Number(a.working < 2) || compare(known.get(a.id)?.stateName ?? '', known.get(b.id)?.stateName ?? '') || compare(nameOf(a.id), nameOf(b.id)));
  return (
    <section className="stack" aria-labelledby="care">
      <h2 id="care">{t('secretariat.members')}</h2>
      <ul className="rows in-care">
        {sorted.map((member) => {
          const acts: Act[] = [member.suspended ? 'readmit' : 'suspend', ...(member.suspended ? [] : (['reseat'] as const))];
          return (
            <li key={member.id}>
              <div className="grow">
                <p><MemberName member={known.get(member.id)} id={member.id} /></p>
                <p className={member.working < 2 ? 'small warned' : 'soft small'}>{t('secretariat.working', { count: member.working, all: number(member.security.length) })}</p>
                {member.waits.map(({ statement, act, due }) => <p key={statement} className="small">{t(`secretariat.waits.${act}`)} {due === null ? t('administration.not-begun') : t('administration.takes-effect', { date: dateTime(new Date(due)) })}</p>)}
              </div>
              {member.suspended && <Badge tone="bad">{t('administration.suspended')}</Badge>}
              {member.frozen && <Badge tone="bad">{t('administration.frozen')}</Badge>}
              <Menu label={t('administration.acts')} about={t('administration.acts.about', { name: nameOf(member.id) })} choices={acts.map((value) => ({ value, label: t(`secretariat.act.${value}`) }))} onChoose={(act) => setDoing({ act, member })} />
            </li>
          );
        })}
      </ul>
      {doing?.act === 'suspend' && (
        <ActDialog title={t('secretariat.suspend', { member: nameOf(doing.member.id) })} what={t('secretariat.suspend.what')} danger act={() => engine.proposeMemberSuspension(doing.member.id)} onClose={close} />
      )}
      {doing?.act === 'readmit' && <ActDialog title={t('secretariat.readmit', { member: nameOf(doing.member.id) })} what={t('secretariat.readmit.what')} act={() => engine.proposeReadmission(doing.member.id)} onClose={close} />}
      {doing?.act === 'reseat' && <ReseatDialog member={doing.member.id} memberName={nameOf(doing.member.id)} security={doing.member.security} onClose={close} />}
    </section>
  );
}
