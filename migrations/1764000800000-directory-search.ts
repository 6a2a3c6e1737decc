import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Search by the application's own index: the database keeps, for each authority and audience, what a list shows, and numbers
 * each change, so that every process knows at each request whether its index is what the database holds. The trigram
 * indexes of before go: row-level security kept the planner from using them (see docs/adr/0007-search-in-memory.md).
 */
export class DirectorySearch1764000800000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE search_word;
      DROP INDEX authority_search_document;
      DROP INDEX authority_name_search_idx;

      -- When the authority last confirmed its entry; null: never.
      ALTER TABLE authority ADD COLUMN confirmed timestamptz;

      -- One row. A writer holds it until its commit, so that numbers become visible in their order.
      CREATE TABLE directory_revision (
        single boolean PRIMARY KEY DEFAULT true CHECK (single),
        revision bigint NOT NULL
      );
      INSERT INTO directory_revision (revision) VALUES (1);
      -- Authorities that are gone, for indexes that still hold them.
      CREATE TABLE directory_removed (
        authority uuid NOT NULL,
        revision bigint NOT NULL
      );
      CREATE INDEX ON directory_removed (revision);

      TRUNCATE authority_search;
      ALTER TABLE authority_search DROP COLUMN document, ADD COLUMN content jsonb NOT NULL, ADD COLUMN revision bigint NOT NULL;
      CREATE INDEX ON authority_search (revision);

      CREATE OR REPLACE FUNCTION refresh_authority_search(wanted uuid[]) RETURNS void LANGUAGE sql AS $$
        UPDATE directory_revision SET revision = revision + 1;
        DELETE FROM authority_search WHERE authority = ANY (wanted);
        INSERT INTO authority_search (authority, visibility, revision, content)
        SELECT a.id, level.visibility, r.revision, jsonb_build_object(
          'id', a.id, 'state', a.state, 'kind', a.kind, 'sortName', a.sort_name, 'confirmed', extract(epoch FROM a.confirmed) * 1000,
          'names', (SELECT jsonb_agg(jsonb_build_object('name', n.name, 'language', n.language, 'kind', n.kind, 'provenance', jsonb_build_object('source', n.source, 'date', n.source_date)) ORDER BY n.position, n.id)
            FROM authority_name n WHERE n.authority = a.id AND n.visibility = ANY (level.seen)),
          'cited', coalesce((SELECT jsonb_agg(DISTINCT concat_ws(' ', d.function, d.instrument, d.provision)) FROM designation d WHERE d.authority = a.id AND d.visibility = ANY (level.seen)), '[]'),
          'functions', coalesce((SELECT jsonb_agg(DISTINCT f) FROM designation d, unnest(d.functions) f WHERE d.authority = a.id AND d.visibility = ANY (level.seen)), '[]'),
          'articles', coalesce((SELECT jsonb_agg(DISTINCT r) FROM designation d, unnest(d.articles) r WHERE d.authority = a.id AND d.visibility = ANY (level.seen)), '[]'),
          'languages', coalesce((SELECT jsonb_agg(DISTINCT l) FROM designation d, unnest(d.languages) l WHERE d.authority = a.id AND d.visibility = ANY (level.seen)), '[]'),
          'designations', (SELECT count(*)::int FROM designation d WHERE d.authority = a.id AND d.visibility = ANY (level.seen)),
          'networks', coalesce((SELECT jsonb_agg(DISTINCT f.network) FROM affiliation f WHERE f.authority = a.id), '[]'))
        FROM authority a
        CROSS JOIN directory_revision r
        CROSS JOIN (VALUES ('public', ARRAY['public']), ('government', ARRAY['public', 'government']), ('members', ARRAY['public', 'government', 'members'])) AS level (visibility, seen)
        WHERE a.id = ANY (wanted)
          -- An entry is found by its names: without one that the audience may see, there is nothing to find.
          AND EXISTS (SELECT FROM authority_name n WHERE n.authority = a.id AND n.visibility = ANY (level.seen))
          AND (level.visibility = 'public'
            OR EXISTS (SELECT FROM authority_name own WHERE own.authority = a.id AND own.visibility = level.visibility)
            OR EXISTS (SELECT FROM designation own WHERE own.authority = a.id AND own.visibility = level.visibility));
      $$;

      CREATE FUNCTION note_removed_authorities() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
      BEGIN
        IF EXISTS (SELECT FROM removed) THEN
          UPDATE directory_revision SET revision = revision + 1;
          INSERT INTO directory_removed (authority, revision) SELECT removed.id, r.revision FROM removed CROSS JOIN directory_revision r;
        END IF;
        RETURN NULL;
      END $$;
      CREATE TRIGGER removed AFTER DELETE ON authority REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION note_removed_authorities();

      SELECT refresh_authority_search((SELECT coalesce(array_agg(id), '{}') FROM authority));
      GRANT SELECT ON directory_revision, directory_removed TO globe_app;
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward; restore a backup instead');
  }
}
