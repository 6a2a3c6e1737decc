import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Recovery drills: a security officer opened their vault with the recovery sheet on a device that knew nothing. Insert-only. */
export class Drills1764002630000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE drill (
        id uuid PRIMARY KEY,
        member uuid NOT NULL,
        officer uuid NOT NULL,
        -- The certificate whose secret was in the vault: after a re-issue the drill is to be done again.
        certificate text NOT NULL CHECK (certificate ~ '^[0-9a-f]{64}$'),
        done timestamptz NOT NULL
      );
      CREATE INDEX drill_of_member ON drill (member, officer, done DESC);
      GRANT SELECT, INSERT ON drill TO globe_app;
      ALTER TABLE drill ENABLE ROW LEVEL SECURITY;
      CREATE POLICY read ON drill FOR SELECT TO globe_app USING (member = caller_member() OR caller_role() IN ('secretariat', 'system'));
      CREATE POLICY own ON drill FOR INSERT TO globe_app WITH CHECK (officer = caller_officer() AND member = caller_member());
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward; restore a backup instead');
  }
}
