import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Invitations to a lost seat: by the secretariat, or by the security officer who remains. */
export class Seats1764002400000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- The second of the checks that name more than one column: purpose and member.
      ALTER TABLE invitation DROP CONSTRAINT invitation_purpose_check, DROP CONSTRAINT invitation_check1;
      ALTER TABLE invitation
        ADD CONSTRAINT invitation_purpose_check CHECK (purpose IN ('secretariat', 'auditor', 'founder', 'officer', 'seat')),
        ADD CONSTRAINT invitation_member_check CHECK ((purpose IN ('officer', 'seat')) = (member IS NOT NULL));
      DROP POLICY inviters ON invitation;
      CREATE POLICY inviters ON invitation USING (
        (caller_role() = 'security' AND purpose IN ('officer', 'seat') AND member = caller_member())
        OR (caller_role() = 'secretariat' AND purpose <> 'officer'));
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward; restore a backup instead');
  }
}
