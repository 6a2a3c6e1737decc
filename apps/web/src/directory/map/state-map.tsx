import { useId, useState, type KeyboardEvent } from 'react';
import { useText } from '../../i18n/text.tsx';
import type { ShownState } from './counts-view.tsx';
import { HEIGHT, OUTLINES, WIDTH } from './world.ts';

/** From how many authorities on a State is drawn darker. */
const STEPS = [1, 2, 4, 8] as const;
const stepOf = (authorities: number) => STEPS.filter((least) => authorities >= least).length;

/** The numbers of the table as a map. One stop of the Tab key; the arrows go from State to State in the order of the table. */
export default function StateMap({ states, onChoose }: { states: readonly ShownState[]; onChoose(state: string): void }) {
  const { t, number } = useText();
  const id = useId();
  const [at, setAt] = useState<string | null>(null);
  const byM49 = new Map(states.map((state) => [state.m49, state]));
  const onMap = OUTLINES.flatMap(({ m49 }) => byM49.get(m49 ?? '') ?? []);
  const stops = states.filter((state) => onMap.includes(state));
  const active = stops.find(({ code }) => code === at);
  const go = (event: KeyboardEvent) => {
    const now = stops.findIndex(({ code }) => code === at);
    const next = { ArrowDown: now + 1, ArrowRight: now + 1, ArrowUp: now - 1, ArrowLeft: now - 1, Home: 0, End: stops.length - 1 }[event.key];
    if (next !== undefined && stops.length > 0) {
      event.preventDefault();
      setAt(stops[(next + stops.length) % stops.length]!.code);
    } else if ((event.key === 'Enter' || event.key === ' ') && active) {
      event.preventDefault();
      onChoose(active.code);
    }
  };
  const words = (state: ShownState) => t('map.state', { state: state.name, authorities: number(state.authorities), members: number(state.members), functions: number(state.functions) });
  return (
    <figure className="state-map wide">
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="listbox" tabIndex={0} aria-label={t('map.label')} aria-activedescendant={active && `${id}-${active.code}`}
        onKeyDown={go} onFocus={() => setAt((before) => before ?? stops[0]?.code ?? null)} onBlur={() => setAt(null)}
      >
        {OUTLINES.map(({ m49, path }, index) => {
          const state = byM49.get(m49 ?? '');
          if (!state) return <path key={m49 ?? `none ${index}`} d={path} className="step-0" role="presentation" />;
          return (
            <path
              key={state.code} id={`${id}-${state.code}`} d={path} role="option" aria-selected={state.code === at} aria-label={words(state)} className={`step-${stepOf(state.authorities)}`}
              onClick={() => onChoose(state.code)}
            >
              <title>{words(state)}</title>
            </path>
          );
        })}
        {active && <path d={OUTLINES.find(({ m49 }) => m49 === active.m49)!.path} className="active" role="presentation" />}
      </svg>
      <figcaption className="stack tight">
        <output className="small">{active ? words(active) : t('map.hint')}</output>
        <ul className="legend small" aria-label={t('map.legend')}>
          {STEPS.map((least, index) => (
            <li key={least}><span className={`step-${index + 1}`} aria-hidden="true" /><bdi dir="ltr">{legendOf(least, STEPS[index + 1])}</bdi></li>
          ))}
        </ul>
        <p className="soft small">{t('map.small')}</p>
        <p className="soft small">{t('map.disclaimer')}</p>
      </figcaption>
    </figure>
  );
}

function legendOf(least: number, next: number | undefined): string {
  if (next === undefined) return `${least}+`;
  return next - 1 === least ? String(least) : `${least}–${next - 1}`;
}
