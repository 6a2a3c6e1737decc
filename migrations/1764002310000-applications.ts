import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Applications: what the applicant and the secretariat write to each other is ciphertext to the hub. An applicant has no account: what
 * belongs to their link runs in the scope `system`, after the link's secret was compared.
 */
export class Applications1764002310000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE application (
        id uuid PRIMARY KEY,
        -- SHA-256 of the secret that the link yields.
        access_hash bytea NOT NULL UNIQUE CHECK (length(access_hash) = 32),
        state text NOT NULL CHECK (state IN ('draft', 'received', 'checking', 'returned', 'admitted', 'refused', 'withdrawn', 'expired')),
        country text REFERENCES state,
        authority uuid,
        authority_name text,
        email text,
        language text CHECK (language IN ('ar', 'zh', 'en', 'fr', 'ru', 'es')),
        -- How often it was submitted, and by which letter last.
        submission int NOT NULL DEFAULT 0,
        letter uuid,
        -- The checklist of its State when it was first submitted.
        checklist jsonb,
        proposal uuid,
        created timestamptz NOT NULL,
        submitted timestamptz,
        -- The last act of anybody; from then on its time without action runs.
        changed timestamptz NOT NULL,
        reminded timestamptz,
        erased timestamptz,
        CHECK ((state = 'draft') = (submitted IS NULL)),
        CHECK (state = 'draft' OR (country IS NOT NULL AND authority_name IS NOT NULL AND language IS NOT NULL AND letter IS NOT NULL AND checklist IS NOT NULL))
      );
      CREATE INDEX application_by_state ON application (state, id);
      CREATE INDEX application_idle ON application (changed) WHERE state IN ('draft', 'received', 'checking', 'returned');
      -- One that is open for an authority of the directory.
      CREATE INDEX application_of_authority ON application (authority) WHERE state IN ('received', 'checking', 'returned');

      -- Ciphertext under the applicant's own key; goes when the application is closed.
      CREATE TABLE application_draft (
        application uuid PRIMARY KEY REFERENCES application ON DELETE CASCADE,
        version int NOT NULL CHECK (version > 0),
        sealed bytea NOT NULL
      );
      CREATE TABLE application_scan (
        application uuid PRIMARY KEY REFERENCES application ON DELETE CASCADE,
        hash bytea NOT NULL CHECK (hash = sha256(sealed)),
        sealed bytea NOT NULL
      );

      -- Sealed to officers of the secretariat: a form, or the note of a check.
      CREATE TABLE letter (
        id uuid PRIMARY KEY,
        application uuid NOT NULL REFERENCES application ON DELETE CASCADE,
        body bytea NOT NULL,
        created timestamptz NOT NULL
      );
      CREATE INDEX letter_of_application ON letter (application);
      CREATE TABLE letter_key (
        letter uuid NOT NULL REFERENCES letter ON DELETE CASCADE,
        certificate bytea NOT NULL CHECK (length(certificate) = 32),
        packet bytea NOT NULL,
        PRIMARY KEY (letter, certificate)
      );
      CREATE INDEX letter_key_of_certificate ON letter_key (certificate);

      CREATE TABLE application_check (
        id uuid PRIMARY KEY,
        application uuid NOT NULL REFERENCES application ON DELETE CASCADE,
        submission int NOT NULL,
        step text NOT NULL,
        officer uuid NOT NULL,
        at timestamptz NOT NULL,
        means text NOT NULL,
        note uuid REFERENCES letter,
        certificates text[] NOT NULL
      );
      CREATE INDEX check_of_application ON application_check (application, at);

      CREATE TABLE application_event (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        application uuid NOT NULL REFERENCES application ON DELETE CASCADE,
        at timestamptz NOT NULL,
        state text NOT NULL,
        reason text,
        -- Sealed to the applicant under the form's reply key.
        note bytea,
        officer uuid
      );
      CREATE INDEX event_of_application ON application_event (application, id);

      -- State null: for all that have none of their own.
      CREATE TABLE checklist (
        country text UNIQUE NULLS NOT DISTINCT REFERENCES state,
        content jsonb NOT NULL,
        version int NOT NULL CHECK (version > 0),
        changed timestamptz NOT NULL,
        changed_by uuid NOT NULL
      );

      GRANT SELECT, INSERT, UPDATE, DELETE ON application, application_draft, application_scan, application_check, checklist TO globe_app;
      GRANT SELECT, INSERT ON application_event TO globe_app;
      GRANT SELECT, INSERT, DELETE ON letter, letter_key TO globe_app;

      ALTER TABLE application ENABLE ROW LEVEL SECURITY;
      CREATE POLICY background ON application USING (caller_role() = 'system');
      CREATE POLICY secretariat ON application USING (caller_role() = 'secretariat' AND state <> 'draft');
      -- A draft is its writer's alone, ciphertext or not.
      ALTER TABLE application_draft ENABLE ROW LEVEL SECURITY;
      CREATE POLICY background ON application_draft USING (caller_role() = 'system');
      -- Visible with its application, which the policies above decide.
      ALTER TABLE application_scan ENABLE ROW LEVEL SECURITY;
      CREATE POLICY background ON application_scan USING (caller_role() = 'system');
      CREATE POLICY secretariat ON application_scan FOR SELECT USING (caller_role() = 'secretariat' AND EXISTS (SELECT FROM application a WHERE a.id = application));
      ALTER TABLE letter ENABLE ROW LEVEL SECURITY;
      CREATE POLICY background ON letter USING (caller_role() = 'system');
      CREATE POLICY secretariat ON letter USING (caller_role() = 'secretariat');
      ALTER TABLE letter_key ENABLE ROW LEVEL SECURITY;
      CREATE POLICY background ON letter_key USING (caller_role() = 'system');
      CREATE POLICY secretariat ON letter_key USING (caller_role() = 'secretariat');
      ALTER TABLE application_check ENABLE ROW LEVEL SECURITY;
      CREATE POLICY background ON application_check USING (caller_role() = 'system');
      CREATE POLICY secretariat ON application_check USING (caller_role() = 'secretariat');
      ALTER TABLE application_event ENABLE ROW LEVEL SECURITY;
      CREATE POLICY background ON application_event USING (caller_role() = 'system');
      CREATE POLICY secretariat ON application_event USING (caller_role() = 'secretariat');
      ALTER TABLE checklist ENABLE ROW LEVEL SECURITY;
      CREATE POLICY background ON checklist USING (caller_role() = 'system');
      CREATE POLICY secretariat ON checklist USING (caller_role() = 'secretariat');

      -- Acts on applications are the secretariat's to see, as acts on enrolment are.
      CREATE POLICY secretariat_applications ON audit_entry FOR SELECT TO globe_app USING (caller_role() = 'secretariat' AND action LIKE 'application.%');
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward; restore a backup instead');
  }
}
