import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which version of the terms of use an officer accepted, and when. Never changed: a later version is a row of its own. */
export class Terms1764002300000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE terms_acceptance (
        account uuid NOT NULL REFERENCES account,
        version int NOT NULL CHECK (version > 0),
        accepted timestamptz NOT NULL,
        PRIMARY KEY (account, version)
      );
      GRANT SELECT, INSERT ON terms_acceptance TO globe_app;

      ALTER TABLE terms_acceptance ENABLE ROW LEVEL SECURITY;
      CREATE POLICY system_all ON terms_acceptance USING (caller_role() = 'system');
      CREATE POLICY own ON terms_acceptance USING (account = caller_account());
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward; restore a backup instead');
  }
}
