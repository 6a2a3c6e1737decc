import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which mails an officer wants, and in which language; and why a mail server refused one: its reply code, never its words or the address. */
export class NoticePreferences1764002711000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE notice_preference (
        account uuid PRIMARY KEY REFERENCES account,
        -- Null: the first of the languages on the officer's card that there is.
        language text CHECK (language IN ('ar', 'zh', 'en', 'fr', 'ru', 'es')),
        -- What can be switched off at all: urgent notices are no topic of these.
        unwanted text[] NOT NULL CHECK (unwanted <@ ARRAY['messages', 'routine', 'directory', 'attestation', 'applications']),
        changed timestamptz NOT NULL
      );
      GRANT SELECT, INSERT, UPDATE ON notice_preference TO globe_app;
      ALTER TABLE notice_preference ENABLE ROW LEVEL SECURITY;
      CREATE POLICY system_read ON notice_preference FOR SELECT USING (caller_role() = 'system');
      CREATE POLICY own ON notice_preference USING (account = caller_account());

      ALTER TABLE notice ADD COLUMN reply int CHECK (reply BETWEEN 400 AND 599), ADD CHECK (reply IS NULL OR state = 'refused');
      CREATE INDEX notice_of_account ON notice (account, created DESC, outbox);
      -- The address of a failing account is its officer's; how often and since when it fails, their security officers may know.
      CREATE INDEX notice_failing ON notice (account) WHERE state IN ('refused', 'waiting');
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward; restore a backup instead');
  }
}
