import type { MigrationInterface, QueryRunner } from 'typeorm';

/** When a member's security officers were last reminded that attestations are due. Background work alone reads and writes it. */
export class AttestationReminders1764002410000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE attestation_reminder (
        member uuid PRIMARY KEY,
        reminded timestamptz NOT NULL
      );
      GRANT SELECT, INSERT, UPDATE ON attestation_reminder TO globe_app;
      ALTER TABLE attestation_reminder ENABLE ROW LEVEL SECURITY;
      CREATE POLICY work ON attestation_reminder TO globe_app USING (caller_role() = 'system');
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward; restore a backup instead');
  }
}
