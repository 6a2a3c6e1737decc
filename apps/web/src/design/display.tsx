// Small pieces that show a state: banner, badge, verdict, empty state, facts, waiting.
import type { ReactNode } from 'react';
import { Icon, type IconName } from './icon.tsx';

export type Tone = 'plain' | 'good' | 'warn' | 'bad';

export interface BannerProps {
  tone?: Tone;
  title?: ReactNode;
  /** True: read out at once by screen readers. */
  alert?: boolean;
  children?: ReactNode;
}

export function Banner({ tone = 'plain', title, alert = false, children }: BannerProps) {
  return (
    <div className={`banner tone-${tone}`} role={alert ? 'alert' : undefined}>
      <Icon name={tone} />
      <div className="body">
        {title !== undefined && <strong>{title}</strong>}
        {children}
      </div>
    </div>
  );
}

export function Badge({ tone = 'plain', icon, children }: { tone?: Tone; icon?: IconName; children: ReactNode }) {
  return (
    <span className={`badge tone-${tone}`}>
      {icon && <Icon name={icon} size={14} />}
      {children}
    </span>
  );
}

/** A verdict in words: colour and icon only repeat what the words say. */
export function VerdictBadge({ tone, children }: { tone: Tone; children: ReactNode }) {
  return (
    <span className={`badge wordy tone-${tone}`}>
      <Icon name={tone} size={14} />
      <span>{children}</span>
    </span>
  );
}

export function EmptyState({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className="empty">
      <h2>{title}</h2>
      {children}
    </div>
  );
}

/** Names and values, aligned. */
export function DataList({ children }: { children: ReactNode }) {
  return <dl className="facts">{children}</dl>;
}

export function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="fact">
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** Appears only after 300 ms, so that quick answers do not flicker. */
export function Waiting({ children }: { children: ReactNode }) {
  return <output className="waiting">{children}</output>;
}
