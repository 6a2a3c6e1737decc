import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Imports into the directory: the file while it is worked on, what each of its rows became, and how far a step has come. For the
 * secretariat and background work alone. What an import wrote stands in the versions of the entries.
 */
export class DirectoryImport1764002100000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE directory_import (
        id uuid PRIMARY KEY,
        -- Who brought the file, and who had it imported or undone.
        officer uuid NOT NULL,
        run_by uuid,
        file_name text NOT NULL,
        sha256 text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
        bytes int NOT NULL,
        format text NOT NULL CHECK (format IN ('csv', 'xlsx', 'json')),
        -- Only until it is imported or dropped.
        file bytea,
        settings jsonb NOT NULL,
        stage text NOT NULL DEFAULT 'draft' CHECK (stage IN ('draft', 'checking', 'checked', 'running', 'done', 'undoing', 'undone', 'discarded')),
        failure text,
        -- The directory's revision that the rows were compared with.
        revision bigint,
        created timestamptz NOT NULL,
        finished timestamptz
      );
      CREATE INDEX ON directory_import (created DESC);

      CREATE TABLE directory_import_row (
        import uuid NOT NULL REFERENCES directory_import ON DELETE CASCADE,
        row int NOT NULL,
        -- Null: refused.
        entry jsonb,
        problems jsonb NOT NULL,
        doubles jsonb NOT NULL,
        -- The strongest reason of the first double.
        reason text,
        decision text CHECK (decision IN ('create', 'merge', 'alias', 'skip')),
        target jsonb,
        decided boolean NOT NULL DEFAULT false,
        outcome text CHECK (outcome IN ('created', 'changed', 'unchanged', 'skipped', 'undone', 'kept')),
        authority uuid,
        -- The version that the entry had after the import.
        version int,
        PRIMARY KEY (import, row)
      );
      CREATE INDEX ON directory_import_row (import, reason, row) WHERE reason IS NOT NULL;

      -- Apart, so that it can be written while the transaction of the step holds the import.
      CREATE TABLE directory_import_progress (
        import uuid PRIMARY KEY REFERENCES directory_import ON DELETE CASCADE,
        done int NOT NULL,
        total int NOT NULL
      );

      DO $$
      DECLARE part text;
      BEGIN
        FOREACH part IN ARRAY ARRAY['directory_import', 'directory_import_row', 'directory_import_progress'] LOOP
          EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', part);
          EXECUTE format('CREATE POLICY secretariat ON %I USING (caller_writes_directory()) WITH CHECK (caller_writes_directory())', part);
          EXECUTE format('GRANT SELECT, INSERT, UPDATE ON %I TO globe_app', part);
        END LOOP;
      END $$;
      GRANT DELETE ON directory_import_row, directory_import_progress TO globe_app;
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward; restore a backup instead');
  }
}
