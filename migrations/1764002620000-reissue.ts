import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Re-issue: an officer whose keys are lost enrols again, under the same id with another certificate, in an account of its own that stands
 * nowhere until the trust log has the certificate in force. So an officer may have two accounts for a while, and who asks is known by account.
 */
export class Reissue1764002620000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DO $$
      DECLARE named record;
      BEGIN
        FOR named IN SELECT conname FROM pg_constraint WHERE conrelid = 'invitation'::regclass AND contype = 'c' AND pg_get_constraintdef(oid) LIKE '%purpose%' LOOP
          EXECUTE format('ALTER TABLE invitation DROP CONSTRAINT %I', named.conname);
        END LOOP;
      END $$;
      ALTER TABLE invitation
        ADD CONSTRAINT invitation_purpose CHECK (purpose IN ('secretariat', 'auditor', 'founder', 'officer', 'seat', 'reissue')),
        ADD CONSTRAINT invitation_authority CHECK ((purpose = 'founder') = (authority IS NOT NULL)),
        ADD CONSTRAINT invitation_member CHECK ((purpose IN ('officer', 'seat', 'reissue')) = (member IS NOT NULL)),
        ADD CONSTRAINT invitation_role CHECK ((purpose = 'officer') = (role IS NOT NULL)),
        DROP CONSTRAINT invitation_officer_key;
      CREATE UNIQUE INDEX invitation_of_officer ON invitation (officer) WHERE purpose <> 'reissue';

      ALTER TABLE account DROP CONSTRAINT account_officer_key;
      CREATE INDEX account_of_officer ON account (officer);

      -- By the session's account: one officer's id may stand over two of them.
      CREATE OR REPLACE FUNCTION caller_account() RETURNS uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
        AS $$ SELECT nullif(current_setting('globe.account', true), '')::uuid $$;

      DROP POLICY own ON account;
      CREATE POLICY own ON account USING (id = caller_account());
      DROP POLICY inviters ON invitation;
      CREATE POLICY inviters ON invitation USING (
        (caller_role() = 'security' AND purpose IN ('officer', 'seat', 'reissue') AND member = caller_member())
        OR (caller_role() = 'secretariat' AND purpose NOT IN ('officer', 'reissue')));
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward; restore a backup instead');
  }
}
