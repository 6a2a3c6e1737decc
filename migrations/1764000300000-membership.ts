import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What statements pin (certificates, sealed packages, officer cards), each under its SHA-256, and proposals that gather signatures.
 * The trust log itself is in the migration of the logs.
 */
export class Membership1764000300000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Public among those who are signed in; nothing is merged or refreshed.
      CREATE TABLE certificate (
        hash bytea PRIMARY KEY CHECK (hash = sha256(certificate)),
        certificate bytea NOT NULL,
        encryption_fingerprint text NOT NULL CHECK (encryption_fingerprint ~ '^[0-9a-f]{64}$')
      );

      CREATE TABLE officer_card (
        hash bytea PRIMARY KEY CHECK (hash = sha256(card)),
        officer uuid NOT NULL,
        card bytea NOT NULL
      );

      -- An epoch's secret sealed to one officer. Which of them counts, the statement says by its hash.
      CREATE TABLE epoch_package (
        epoch uuid NOT NULL,
        officer uuid NOT NULL,
        hash bytea NOT NULL CHECK (hash = sha256(sealed)),
        sealed bytea NOT NULL,
        PRIMARY KEY (epoch, officer, hash)
      );

      -- \`member\`: whose roster it changes; null: a matter of the secretariat. \`involved\`: officers whom the statement admits.
      CREATE TABLE proposal (
        id uuid PRIMARY KEY,
        statement bytea NOT NULL,
        kind text NOT NULL,
        roster text NOT NULL,
        member uuid,
        involved uuid[] NOT NULL,
        proposed_by uuid NOT NULL,
        created timestamptz NOT NULL,
        expires timestamptz NOT NULL,
        state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'appended', 'void', 'withdrawn')),
        index bigint UNIQUE REFERENCES trust_entry,
        CHECK ((state = 'appended') = (index IS NOT NULL))
      );
      CREATE INDEX proposal_waiting ON proposal (roster) WHERE state = 'waiting';
      CREATE INDEX proposal_of_member ON proposal (member, created);

      CREATE TABLE proposal_signature (
        proposal uuid NOT NULL REFERENCES proposal,
        certificate bytea NOT NULL CHECK (octet_length(certificate) = 32),
        signature bytea NOT NULL,
        PRIMARY KEY (proposal, certificate)
      );

      -- Entries from an index on, with the log held still until the transaction ends. In one call, and right: a volatile
      -- function's second statement sees what was committed while the first one waited.
      CREATE FUNCTION trust_entries_held(first bigint) RETURNS TABLE (index bigint, entry bytea) LANGUAGE plpgsql VOLATILE AS $$
      BEGIN
        PERFORM pg_advisory_xact_lock_shared(7106002);
        RETURN QUERY SELECT e.index, e.entry FROM trust_entry e WHERE e.index >= first ORDER BY e.index;
      END $$;

      GRANT SELECT, INSERT ON certificate, officer_card, epoch_package, proposal, proposal_signature TO globe_app;
      GRANT UPDATE (state, index) ON proposal TO globe_app;

      ALTER TABLE officer_card ENABLE ROW LEVEL SECURITY;
      CREATE POLICY store ON officer_card FOR INSERT TO globe_app WITH CHECK (true);
      CREATE POLICY roster ON officer_card FOR SELECT TO globe_app USING (caller_role() NOT IN ('anonymous', 'pending'));
      -- Before there is a roster, the founders see one another.
      CREATE POLICY founders ON officer_card FOR SELECT TO globe_app USING (caller_role() = 'pending' AND NOT EXISTS (SELECT FROM trust_entry));

      ALTER TABLE epoch_package ENABLE ROW LEVEL SECURITY;
      CREATE POLICY store ON epoch_package FOR INSERT TO globe_app WITH CHECK (caller_role() = 'system');
      CREATE POLICY own ON epoch_package FOR SELECT TO globe_app USING (officer = caller_officer());

      ALTER TABLE proposal ENABLE ROW LEVEL SECURITY;
      CREATE POLICY work ON proposal TO globe_app USING (caller_role() = 'system');
      CREATE POLICY own ON proposal FOR SELECT TO globe_app USING (proposed_by = caller_officer() OR caller_officer() = ANY (involved));
      CREATE POLICY member ON proposal FOR SELECT TO globe_app USING (member = caller_member());
      CREATE POLICY secretariat ON proposal FOR SELECT TO globe_app USING (caller_role() = 'secretariat' AND member IS NULL);

      ALTER TABLE proposal_signature ENABLE ROW LEVEL SECURITY;
      CREATE POLICY work ON proposal_signature TO globe_app USING (caller_role() = 'system');
      CREATE POLICY read ON proposal_signature FOR SELECT TO globe_app USING (EXISTS (SELECT FROM proposal WHERE id = proposal_signature.proposal));
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward; restore a backup instead');
  }
}
