import { Injectable } from '@nestjs/common';
import { OPTIONAL_NOTICES, type NoticeKind, type NoticePreferences, type NoticeTopic } from '#protocol';
import type { Tx } from '../platform/database.ts';
import type { Announcement } from './notice-recipients.ts';

/** For who chose nothing. */
export const NO_PREFERENCES: NoticePreferences = { language: null, unwanted: [] };

interface PreferenceRow extends NoticePreferences {
  readonly account: string;
}

const topicOf = new Map<NoticeKind, NoticeTopic>(Object.entries(OPTIONAL_NOTICES).flatMap(([topic, kinds]) => kinds.map((kind) => [kind, topic as NoticeTopic] as const)));

@Injectable()
export class PreferenceRepository {
  async of(tx: Tx, account: string): Promise<NoticePreferences> {
    const [row] = await tx.query<PreferenceRow>('SELECT account, language, unwanted FROM notice_preference WHERE account = $1', [account]);
    return row === undefined ? NO_PREFERENCES : { language: row.language, unwanted: row.unwanted };
  }

  async put(tx: Tx, account: string, { language, unwanted }: NoticePreferences): Promise<void> {
    await tx.query(
      `INSERT INTO notice_preference (account, language, unwanted, changed) VALUES ($1, $2, $3, now())
       ON CONFLICT (account) DO UPDATE SET language = excluded.language, unwanted = excluded.unwanted, changed = excluded.changed`,
      [account, language, unwanted],
    );
  }

  /** The same announcements, without who does without this kind, in the languages that were chosen. In the scope `system`. */
  async heeded(tx: Tx, announcements: readonly Announcement[]): Promise<Announcement[]> {
    const accounts = announcements.flatMap(({ recipients }) => recipients.flatMap(({ account, of }) => account ?? of ?? []));
    const rows = await tx.query<PreferenceRow>('SELECT account, language, unwanted FROM notice_preference WHERE account = ANY ($1)', [accounts]);
    const chosen = new Map(rows.map((row) => [row.account, row]));
    return announcements.map(({ kind, recipients }) => ({
      kind,
      recipients: recipients.flatMap((recipient) => {
        const preferences = chosen.get(recipient.account ?? recipient.of ?? '') ?? NO_PREFERENCES;
        const topic = topicOf.get(kind);
        return topic !== undefined && preferences.unwanted.includes(topic) ? [] : [{ ...recipient, language: preferences.language ?? recipient.language }];
      }),
    }));
  }
}
