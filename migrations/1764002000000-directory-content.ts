import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The directory's model made whole, each value with its audience and source; and every version of every entry, kept in parts by
 * audience, so that row-level security keeps from a reader of the history what it keeps from a reader of the entry. Only the
 * secretariat and background work write entries. A version is never changed or deleted, and outlives its entry.
 */
export class DirectoryContent1764002000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE authority DROP COLUMN parent, ADD COLUMN confirmation_due timestamptz;
      ALTER TABLE affiliation ADD COLUMN visibility text NOT NULL DEFAULT 'public' CHECK (visibility IN ('public', 'government', 'members'));
      ALTER TABLE authority_note ADD COLUMN visibility text NOT NULL DEFAULT 'public' CHECK (visibility IN ('public', 'government', 'members'));
      ALTER TABLE designation ADD COLUMN reference text, ADD COLUMN reference_date text;

      CREATE TABLE practice (
        id uuid PRIMARY KEY,
        authority uuid NOT NULL REFERENCES authority ON DELETE CASCADE,
        topic text NOT NULL,
        answer text,
        means text[] NOT NULL,
        text text,
        language text NOT NULL,
        url text,
        visibility text NOT NULL CHECK (visibility IN ('public', 'government', 'members')),
        source text NOT NULL,
        source_date text
      );
      CREATE INDEX ON practice (authority);

      CREATE TABLE office_hours (
        id uuid PRIMARY KEY,
        authority uuid NOT NULL REFERENCES authority ON DELETE CASCADE,
        purpose text NOT NULL CHECK (purpose IN ('general', 'urgent', 'duty')),
        zone text NOT NULL,
        weekly jsonb NOT NULL,
        holidays text,
        language text NOT NULL,
        visibility text NOT NULL CHECK (visibility IN ('public', 'government', 'members')),
        source text NOT NULL,
        source_date text
      );
      CREATE INDEX ON office_hours (authority);

      CREATE TABLE accepted_language (
        id uuid PRIMARY KEY,
        authority uuid NOT NULL REFERENCES authority ON DELETE CASCADE,
        language text NOT NULL,
        visibility text NOT NULL CHECK (visibility IN ('public', 'government', 'members')),
        source text NOT NULL,
        source_date text
      );
      CREATE INDEX ON accepted_language (authority);

      CREATE TABLE authority_parent (
        id uuid PRIMARY KEY,
        authority uuid NOT NULL UNIQUE REFERENCES authority ON DELETE CASCADE,
        parent uuid REFERENCES authority,
        name text,
        language text NOT NULL,
        visibility text NOT NULL CHECK (visibility IN ('public', 'government', 'members')),
        source text NOT NULL,
        source_date text,
        CHECK (parent IS NOT NULL OR name IS NOT NULL)
      );
      CREATE INDEX ON authority_parent (parent);

      -- AuthorityContent (libs/protocol): the values of these audiences, as far as the caller sees them. Null: no such entry.
      CREATE FUNCTION authority_content(wanted uuid, seen text[]) RETURNS jsonb LANGUAGE sql STABLE AS $$
        SELECT jsonb_build_object('state', a.state, 'kind', a.kind,
          'names', coalesce((SELECT jsonb_agg(jsonb_build_object('id', v.id, 'visibility', v.visibility, 'provenance', jsonb_build_object('source', v.source, 'date', v.source_date),
            'name', v.name, 'language', v.language, 'kind', v.kind) ORDER BY v.position, v.id) FROM authority_name v WHERE v.authority = a.id AND v.visibility = ANY (seen)), '[]'),
          'designations', coalesce((SELECT jsonb_agg(jsonb_build_object('id', v.id, 'visibility', v.visibility, 'provenance', jsonb_build_object('source', v.source, 'date', v.source_date),
            'function', v.function, 'functions', v.functions, 'instrument', v.instrument, 'provision', v.provision, 'articles', v.articles, 'languages', v.languages,
            'validFrom', v.valid_from, 'validTo', v.valid_to, 'reference', v.reference, 'referenceDate', v.reference_date, 'note', v.note) ORDER BY v.instrument, v.provision, v.id)
            FROM designation v WHERE v.authority = a.id AND v.visibility = ANY (seen)), '[]'),
          'contacts', coalesce((SELECT jsonb_agg(jsonb_build_object('id', v.id, 'visibility', v.visibility, 'provenance', jsonb_build_object('source', v.source, 'date', v.source_date),
            'kind', v.kind, 'purpose', v.purpose, 'value', v.value) ORDER BY v.kind, v.purpose, v.value, v.id) FROM contact v WHERE v.authority = a.id AND v.visibility = ANY (seen)), '[]'),
          'affiliations', coalesce((SELECT jsonb_agg(jsonb_build_object('id', v.id, 'visibility', v.visibility, 'provenance', jsonb_build_object('source', v.source, 'date', v.source_date),
            'network', v.network, 'stated', v.stated, 'joined', v.joined, 'evidence', v.evidence) ORDER BY v.stated DESC, v.network, v.id) FROM affiliation v WHERE v.authority = a.id AND v.visibility = ANY (seen)), '[]'),
          'notes', coalesce((SELECT jsonb_agg(jsonb_build_object('id', v.id, 'visibility', v.visibility, 'provenance', jsonb_build_object('source', v.source, 'date', v.source_date),
            'text', v.text) ORDER BY v.id) FROM authority_note v WHERE v.authority = a.id AND v.visibility = ANY (seen)), '[]'),
          'practice', coalesce((SELECT jsonb_agg(jsonb_build_object('id', v.id, 'visibility', v.visibility, 'provenance', jsonb_build_object('source', v.source, 'date', v.source_date),
            'topic', v.topic, 'answer', v.answer, 'means', v.means, 'text', v.text, 'language', v.language, 'url', v.url) ORDER BY v.topic, v.id) FROM practice v WHERE v.authority = a.id AND v.visibility = ANY (seen)), '[]'),
          'hours', coalesce((SELECT jsonb_agg(jsonb_build_object('id', v.id, 'visibility', v.visibility, 'provenance', jsonb_build_object('source', v.source, 'date', v.source_date),
            'purpose', v.purpose, 'zone', v.zone, 'weekly', v.weekly, 'holidays', v.holidays, 'language', v.language) ORDER BY v.purpose, v.id) FROM office_hours v WHERE v.authority = a.id AND v.visibility = ANY (seen)), '[]'),
          'languages', coalesce((SELECT jsonb_agg(jsonb_build_object('id', v.id, 'visibility', v.visibility, 'provenance', jsonb_build_object('source', v.source, 'date', v.source_date),
            'language', v.language) ORDER BY v.language, v.id) FROM accepted_language v WHERE v.authority = a.id AND v.visibility = ANY (seen)), '[]'),
          'parents', coalesce((SELECT jsonb_agg(jsonb_build_object('id', v.id, 'visibility', v.visibility, 'provenance', jsonb_build_object('source', v.source, 'date', v.source_date),
            'authority', v.parent, 'name', v.name, 'language', v.language)) FROM authority_parent v WHERE v.authority = a.id AND v.visibility = ANY (seen)), '[]'))
        FROM authority a WHERE a.id = wanted;
      $$;

      -- No reference to the entry: its history outlives it. \`side\`: on whose behalf; \`proposed_by\`, \`approved_by\`: officers.
      CREATE TABLE authority_version (
        authority uuid NOT NULL,
        version int NOT NULL CHECK (version > 0),
        at timestamptz NOT NULL,
        origin text NOT NULL CHECK (origin IN ('seed', 'import', 'undo', 'proposal')),
        origin_id uuid,
        side text NOT NULL CHECK (side IN ('authority', 'secretariat', 'hub')),
        proposed_by uuid,
        approved_by uuid[] NOT NULL DEFAULT '{}',
        removed boolean NOT NULL DEFAULT false,
        PRIMARY KEY (authority, version)
      );

      -- What one audience sees beyond the one before, from this version on, until a later row of the same audience; a row stands only
      -- where something changed. Null: nothing any more.
      CREATE TABLE authority_version_content (
        authority uuid NOT NULL,
        version int NOT NULL,
        visibility text NOT NULL CHECK (visibility IN ('public', 'government', 'members')),
        content jsonb,
        PRIMARY KEY (authority, visibility, version),
        FOREIGN KEY (authority, version) REFERENCES authority_version
      );

      -- Keeps what these entries say now as the content of the given versions, whose rows are there already. Entries that are gone: null.
      CREATE FUNCTION keep_authority_content(wanted uuid[], versions int[]) RETURNS void LANGUAGE sql AS $$
        INSERT INTO authority_version_content (authority, version, visibility, content)
        SELECT w.authority, w.version, level.visibility, now.content
        FROM unnest(wanted, versions) AS w (authority, version)
        CROSS JOIN (VALUES ('public'), ('government'), ('members')) AS level (visibility)
        CROSS JOIN LATERAL (SELECT CASE WHEN level.visibility = 'public' THEN c ELSE c - 'state' - 'kind' END AS content FROM authority_content(w.authority, ARRAY[level.visibility]) c) now
        LEFT JOIN LATERAL (SELECT o.content FROM authority_version_content o WHERE o.authority = w.authority AND o.visibility = level.visibility AND o.version < w.version ORDER BY o.version DESC LIMIT 1) before ON true
        WHERE now.content IS DISTINCT FROM before.content
          AND (level.visibility = 'public' OR before.content IS NOT NULL OR EXISTS (SELECT FROM jsonb_each(now.content) part WHERE part.value <> '[]'));
      $$;

      INSERT INTO authority_version (authority, version, at, origin, side) SELECT id, version, created, 'seed', 'hub' FROM authority;
      SELECT keep_authority_content(array_agg(id), array_agg(version)) FROM authority;

      CREATE FUNCTION caller_writes_directory() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
        AS $$ SELECT caller_role() IN ('secretariat', 'system') $$;

      DO $$
      DECLARE part text;
      BEGIN
        FOREACH part IN ARRAY ARRAY['authority_name', 'designation', 'contact', 'affiliation', 'authority_note', 'practice', 'office_hours', 'accepted_language', 'authority_parent', 'authority_version_content'] LOOP
          EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', part);
          EXECUTE format('DROP POLICY IF EXISTS audience ON %I', part);
          EXECUTE format('CREATE POLICY audience ON %I FOR SELECT USING (caller_sees(visibility))', part);
          EXECUTE format('CREATE POLICY written ON %I FOR INSERT WITH CHECK (caller_writes_directory())', part);
          EXECUTE format('GRANT SELECT, INSERT ON %I TO globe_app', part);
          CONTINUE WHEN part = 'authority_version_content';
          EXECUTE format('CREATE POLICY replaced ON %I FOR DELETE USING (caller_writes_directory())', part);
          EXECUTE format('GRANT DELETE ON %I TO globe_app', part);
        END LOOP;
      END $$;

      ALTER TABLE authority ENABLE ROW LEVEL SECURITY;
      CREATE POLICY everybody ON authority FOR SELECT USING (true);
      CREATE POLICY written ON authority FOR INSERT WITH CHECK (caller_writes_directory());
      CREATE POLICY changed ON authority FOR UPDATE USING (caller_writes_directory());
      CREATE POLICY removed ON authority FOR DELETE USING (caller_writes_directory());
      GRANT INSERT, DELETE ON authority TO globe_app;
      GRANT UPDATE (kind, state, sort_name, version, updated, confirmed, confirmation_due) ON authority TO globe_app;

      ALTER TABLE authority_version ENABLE ROW LEVEL SECURITY;
      -- A version that changed nothing the caller may see is not there for them.
      CREATE POLICY audience ON authority_version FOR SELECT USING (caller_writes_directory() OR EXISTS (
        SELECT FROM authority_version_content c WHERE c.authority = authority_version.authority AND c.version = authority_version.version));
      CREATE POLICY written ON authority_version FOR INSERT WITH CHECK (caller_writes_directory());
      GRANT SELECT, INSERT ON authority_version TO globe_app;

      -- What an officer was last shown of an entry beyond what everybody sees: the same again is not recorded again. \`shown\`: SHA-256.
      CREATE TABLE directory_look (
        officer uuid NOT NULL,
        authority uuid NOT NULL,
        shown bytea NOT NULL CHECK (octet_length(shown) = 32),
        PRIMARY KEY (officer, authority, shown)
      );
      ALTER TABLE directory_look ENABLE ROW LEVEL SECURITY;
      CREATE POLICY own ON directory_look USING (officer = caller_officer()) WITH CHECK (officer = caller_officer());
      GRANT SELECT, INSERT ON directory_look TO globe_app;

      -- The index is the database's own business: it is refreshed as its owner, so that nobody needs to be able to write it.
      CREATE OR REPLACE FUNCTION refresh_authority_search(wanted uuid[]) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
        UPDATE directory_revision SET revision = revision + 1;
        DELETE FROM authority_search WHERE authority = ANY (wanted);
        INSERT INTO authority_search (authority, visibility, revision, content)
        SELECT a.id, level.visibility, r.revision, jsonb_build_object(
          'id', a.id, 'state', a.state, 'kind', a.kind, 'sortName', a.sort_name,
          'confirmed', extract(epoch FROM a.confirmed) * 1000, 'due', extract(epoch FROM a.confirmation_due) * 1000,
          'names', (SELECT jsonb_agg(jsonb_build_object('name', n.name, 'language', n.language, 'kind', n.kind, 'provenance', jsonb_build_object('source', n.source, 'date', n.source_date)) ORDER BY n.position, n.id)
            FROM authority_name n WHERE n.authority = a.id AND n.visibility = ANY (level.seen)),
          'cited', coalesce((SELECT jsonb_agg(DISTINCT concat_ws(' ', d.function, d.instrument, d.provision)) FROM designation d WHERE d.authority = a.id AND d.visibility = ANY (level.seen)), '[]'),
          'functions', coalesce((SELECT jsonb_agg(DISTINCT f) FROM designation d, unnest(d.functions) f WHERE d.authority = a.id AND d.visibility = ANY (level.seen)), '[]'),
          'articles', coalesce((SELECT jsonb_agg(DISTINCT r) FROM designation d, unnest(d.articles) r WHERE d.authority = a.id AND d.visibility = ANY (level.seen)), '[]'),
          'languages', coalesce((SELECT jsonb_agg(DISTINCT spoken.language) FROM (
              SELECT unnest(d.languages) AS language FROM designation d WHERE d.authority = a.id AND d.visibility = ANY (level.seen)
              UNION ALL SELECT l.language FROM accepted_language l WHERE l.authority = a.id AND l.visibility = ANY (level.seen)) spoken), '[]'),
          'designations', (SELECT count(*)::int FROM designation d WHERE d.authority = a.id AND d.visibility = ANY (level.seen)),
          'networks', coalesce((SELECT jsonb_agg(DISTINCT f.network) FROM affiliation f WHERE f.authority = a.id AND f.visibility = ANY (level.seen)), '[]'))
        FROM authority a
        CROSS JOIN directory_revision r
        CROSS JOIN (VALUES ('public', ARRAY['public']), ('government', ARRAY['public', 'government']), ('members', ARRAY['public', 'government', 'members'])) AS level (visibility, seen)
        WHERE a.id = ANY (wanted)
          -- An entry is found by its names: without one that the audience may see, there is nothing to find.
          AND EXISTS (SELECT FROM authority_name n WHERE n.authority = a.id AND n.visibility = ANY (level.seen))
          AND (level.visibility = 'public'
            OR EXISTS (SELECT FROM authority_name own WHERE own.authority = a.id AND own.visibility = level.visibility)
            OR EXISTS (SELECT FROM designation own WHERE own.authority = a.id AND own.visibility = level.visibility)
            OR EXISTS (SELECT FROM affiliation own WHERE own.authority = a.id AND own.visibility = level.visibility)
            OR EXISTS (SELECT FROM accepted_language own WHERE own.authority = a.id AND own.visibility = level.visibility));
      $$;
      SELECT refresh_authority_search((SELECT coalesce(array_agg(id), '{}') FROM authority));
      GRANT EXECUTE ON FUNCTION refresh_authority_search TO globe_app;
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward; restore a backup instead');
  }
}
