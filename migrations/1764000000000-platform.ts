import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Roles and the outbox. Row-level security everywhere reads who is asking from settings of the transaction
 * (globe.member, globe.officer, globe.role); unset means nobody.
 */
export class Platform1764000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DO $$
      DECLARE wanted text;
      BEGIN
        FOREACH wanted IN ARRAY ARRAY['globe_app', 'globe_sequencer'] LOOP
          BEGIN
            IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = wanted) THEN
              EXECUTE format('CREATE ROLE %I NOLOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS', wanted);
            END IF;
          EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
          END;
        END LOOP;
      END $$;

      REVOKE CREATE ON SCHEMA public FROM PUBLIC;
      GRANT USAGE ON SCHEMA public TO globe_app, globe_sequencer;

      -- The queue library keeps its own tables, apart from ours, and migrates them itself.
      CREATE SCHEMA queue;
      GRANT ALL ON SCHEMA queue TO globe_app;

      CREATE FUNCTION caller_member() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
        AS $$ SELECT nullif(current_setting('globe.member', true), '')::uuid $$;
      CREATE FUNCTION caller_officer() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
        AS $$ SELECT nullif(current_setting('globe.officer', true), '')::uuid $$;
      CREATE FUNCTION caller_role() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
        AS $$ SELECT coalesce(nullif(current_setting('globe.role', true), ''), 'anonymous') $$;

      CREATE TABLE outbox (
        id uuid PRIMARY KEY,
        topic text NOT NULL,
        payload jsonb NOT NULL,
        created timestamptz NOT NULL DEFAULT now(),
        relayed timestamptz,
        done timestamptz,
        attempts int NOT NULL DEFAULT 0
      );
      CREATE INDEX outbox_waiting ON outbox (created) WHERE done IS NULL;
      GRANT SELECT, INSERT, UPDATE, DELETE ON outbox TO globe_app;
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward; restore a backup instead');
  }
}
