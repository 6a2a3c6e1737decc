import { usePeople } from '../administration/people.ts';
import type { MemberFactsView, SpellView } from '../crypto/member-api.ts';
import { Badge } from '../design/display.tsx';
import { useText } from '../i18n/text.tsx';

/** What stops or stopped the member's mail, and what is about to change its keys or seats. */
export function MemberStops({ facts: { member, spells, waits } }: { facts: MemberFactsView }) {
  const { t, dateTime, number } = useText();
  const people = usePeople([], member);
  return (
    <section className="card stack" aria-labelledby="stops">
      <h2 id="stops">{t('member-page.stops')}</h2>
      {spells.length + waits.length === 0 && <p className="soft">{t('member-page.stops.none')}</p>}
      {spells.length + waits.length > 0 && (
        <ul className="rows">
          {waits.map(({ act, officer, at, due }) => (
            <li key={`${act} ${at}`}>
              <Badge tone="warn">{act === 'rekey' ? t('trouble.rekey', { name: people.nameOf(officer ?? '') }) : t('trouble.reseat')}</Badge>
              <span className="small">{t('member-page.waits', { position: number(at), due: due === null ? t('trouble.until-unknown') : dateTime(new Date(due)) })}</span>
            </li>
          ))}
          {spells.map((spell) => <Spell key={`${spell.what} ${spell.from}`} spell={spell} />)}
        </ul>
      )}
    </section>
  );
}

function Spell({ spell: { what, from, until, due, lapsed } }: { spell: SpellView }) {
  const { t, dateTime, number } = useText();
  const ends = due === null ? t('trouble.until-unknown') : dateTime(new Date(due));
  return (
    <li>
      <Badge tone={until === null ? 'bad' : 'plain'}>{t(`member-page.${what}`)}</Badge>
      <span className="small">
        {until !== null && t(lapsed ? 'member-page.spell.lapsed' : 'member-page.spell.over', { from: number(from), until: number(until) })}
        {until === null && (what === 'frozen' ? t('member-page.spell.open-until', { from: number(from), date: ends }) : t('member-page.spell.open', { from: number(from) }))}
      </span>
    </li>
  );
}
