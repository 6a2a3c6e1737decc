// How long an application may lie: reminders, endings, and how long its sealed parts are kept.
import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock.ts';
import { CONFIG, type Config } from '../platform/config.ts';
import type { Application } from './application.repository.ts';

const DAY_MS = 24 * 3600 * 1000;
/** A draft that nobody touched. */
const DRAFT_DAYS = 30;
/** Sealed forms, scans and notes after the application was closed. */
const KEPT_DAYS = 365;

@Injectable()
export class ApplicationTimes {
  constructor(
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  private ago(days: number): Date {
    return new Date(this.clock.now().getTime() - days * DAY_MS);
  }
  /** Untouched since: drafts that go; open applications that end; those of which somebody is reminded; closed ones whose sealed parts go. */
  limits(): { readonly draft: Date; readonly end: Date; readonly remind: Date; readonly erase: Date } {
    const { expiryDays, reminderDays } = this.config.applications;
    return { draft: this.ago(DRAFT_DAYS), end: this.ago(expiryDays), remind: this.ago(reminderDays), erase: this.ago(KEPT_DAYS) };
  }
  isStale({ state, changed }: Pick<Application, 'state' | 'changed'>): boolean {
    return (state === 'received' || state === 'checking') && changed < this.limits().remind;
  }
  /** When it ends by itself; null once it is closed. */
  endOf({ state, changed }: Pick<Application, 'state' | 'changed'>): Date | null {
    if (state === 'draft') return new Date(changed.getTime() + DRAFT_DAYS * DAY_MS);
    return state === 'received' || state === 'checking' || state === 'returned' ? new Date(changed.getTime() + this.config.applications.expiryDays * DAY_MS) : null;
  }
}
