import type { AuditAction, AuditItem } from '#protocol';
import type { CallOf } from '../crypto/requests.ts';
import { Button } from '../design/button.tsx';
import { Field } from '../design/field.tsx';
import { Select, type Choice } from '../design/select.tsx';
import { useText } from '../i18n/text.tsx';
import { useMembers } from '../network/member-names.ts';
import { useOfficers } from '../network/officers.ts';
import { useSession } from '../session/session.ts';
import { ACTIONS, OBJECT_KINDS } from './actions.ts';

type ObjectKind = NonNullable<AuditItem['entry']['object']>['kind'];
export type AuditFilter = NonNullable<CallOf<'audit.auditEntries'>['query']>;

const OUTCOMES = ['any', 'done', 'refused'] as const;

/** What the reader chose, as the fields hold it. */
export interface Chosen {
  readonly action: AuditAction | 'any';
  /** 'any', `officer <id>` or `member <id>`. */
  readonly actor: string;
  readonly objectKind: ObjectKind | 'any';
  readonly object: string;
  readonly outcome: (typeof OUTCOMES)[number];
  /** Days of the reader's calendar, yyyy-mm-dd, both inclusive. */
  readonly from: string;
  readonly until: string;
}
export const EVERYTHING: Chosen = { action: 'any', actor: 'any', objectKind: 'any', object: '', outcome: 'any', from: '', until: '' };

export function filterOf({ action, actor, objectKind, object, outcome, from, until }: Chosen): AuditFilter {
  const [place, id] = actor.split(' ');
  const typed = object.trim();
  return {
    ...(action === 'any' ? {} : { action }),
    ...(place === 'officer' && id ? { officer: id } : {}),
    ...(place === 'member' && id ? { member: id } : {}),
    ...(objectKind === 'any' ? {} : { objectKind }),
    ...(typed === '' ? {} : { object: typed }),
    ...(outcome === 'any' ? {} : { outcome }),
    ...instant('from', from, 0),
    ...instant('until', until, 1),
  };
}

/** A day of the reader's calendar as an instant: its beginning, or that of the day `after`. */
function instant(name: 'from' | 'until', day: string, after: 0 | 1): Record<string, string> {
  if (!/^\d{4}-\d\d-\d\d$/.test(day)) return {};
  const [year, month, date] = day.split('-').map(Number) as [number, number, number];
  return { [name]: new Date(year, month - 1, date + after).toISOString() };
}

export function AuditFilters({ chosen, onChange }: { chosen: Chosen; onChange(chosen: Chosen): void }) {
  const { t, compare } = useText();
  const actors = useActors();
  const byLabel = (a: Choice<string>, b: Choice<string>) => compare(a.label, b.label);
  const any = { value: 'any', label: t('audit.any') } as const;
  const actions = ACTIONS.map((value) => ({ value, label: t(`action-name.${value}`) })).toSorted(byLabel);
  const kinds = OBJECT_KINDS.map((value) => ({ value, label: t(`object.${value}`) })).toSorted(byLabel);
  const set = (change: Partial<Chosen>) => onChange({ ...chosen, ...change });
  return (
    <div className="stack">
      <div className="filters wide">
        <Select label={t('audit.action')} choices={[any, ...actions]} value={chosen.action} onChange={(action) => set({ action })} />
        <Select label={t('audit.actor')} choices={[any, ...actors]} value={chosen.actor} onChange={(actor) => set({ actor })} />
        <Select label={t('audit.outcome')} choices={OUTCOMES.map((value) => ({ value, label: t(value === 'any' ? 'audit.any' : `outcome.${value}`) }))} value={chosen.outcome} onChange={(outcome) => set({ outcome })} />
        <Select label={t('audit.object-kind')} choices={[any, ...kinds]} value={chosen.objectKind} onChange={(objectKind) => set({ objectKind })} />
        <Field label={t('audit.object-id')} value={chosen.object} onChange={(object) => set({ object })} code maxLength={64} autoComplete="off" />
        <Field label={t('audit.from')} type="date" value={chosen.from} onChange={(from) => set({ from })} />
        <Field label={t('audit.until')} type="date" value={chosen.until} onChange={(until) => set({ until })} />
      </div>
      {chosen !== EVERYTHING && <Button kind="quiet" onPress={() => onChange(EVERYTHING)}>{t('audit.clear')}</Button>}
    </div>
  );
}

/** Whose acts I may ask for by name: mine, my colleagues', and whole members'. */
function useActors(): Choice<string>[] {
  const { t, compare } = useText();
  const session = useSession();
  const who = session.phase === 'out' ? null : session.who;
  const overseesMember = who?.role === 'security' || who?.role === 'member-auditor';
  const overseesNetwork = who?.role === 'secretariat' || who?.role === 'auditor';
  const colleagues = useOfficers(overseesMember ? (who?.member ?? null) : null);
  const { members } = useMembers();
  if (!who) return [];
  const officers = [...colleagues.values()].filter(({ officer }) => officer !== who.officer).map(({ officer, card }) => ({ value: `officer ${officer}`, label: card?.name ?? officer.slice(0, 8) }));
  const whole = overseesNetwork ? [...members.values()].map(({ id, name }) => ({ value: `member ${id}`, label: name })) : [];
  return [{ value: `officer ${who.officer}`, label: t('audit.me') }, ...[...officers, ...whole].toSorted((a, b) => compare(a.label, b.label))];
}
