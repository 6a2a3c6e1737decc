import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The directory: States, authorities, the names they go by, what they are designated for and how to reach them. Every value
 * has its source. A row that not everybody may see carries its audience, and row-level security keeps it from the others,
 * in the search index too.
 */
export class Directory1764000500000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA public;

      -- public: anybody; government: on a roster of the network; members: of a member authority, and the secretariat.
      CREATE FUNCTION caller_sees(visibility text) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
        AS $$ SELECT CASE visibility
          WHEN 'public' THEN true
          WHEN 'government' THEN caller_role() IN ('security', 'officer', 'reader', 'member-auditor', 'secretariat', 'auditor', 'system')
          WHEN 'members' THEN caller_role() IN ('secretariat', 'system') OR (caller_member() IS NOT NULL AND caller_role() IN ('security', 'officer', 'reader', 'member-auditor'))
          ELSE false END $$;

      CREATE TABLE state (
        code text PRIMARY KEY CHECK (code ~ '^[A-Z]{2}$'),
        alpha3 text NOT NULL,
        m49 text NOT NULL,
        names jsonb NOT NULL,
        un_member boolean NOT NULL,
        regions jsonb NOT NULL,
        region_codes text[] NOT NULL,
        uncac jsonb NOT NULL,
        -- All its names in all languages, as words to be searched.
        document text NOT NULL
      );

      CREATE TABLE state_fact (
        id uuid PRIMARY KEY,
        state text NOT NULL REFERENCES state,
        fact text NOT NULL,
        evidence text,
        source text NOT NULL,
        source_date text
      );
      CREATE INDEX ON state_fact (state);

      CREATE TABLE authority (
        id uuid PRIMARY KEY,
        state text NOT NULL REFERENCES state,
        kind text NOT NULL,
        parent uuid REFERENCES authority,
        -- What the list is sorted by: the name shown, as words.
        sort_name text NOT NULL,
        version int NOT NULL DEFAULT 1,
        created timestamptz NOT NULL DEFAULT now(),
        updated timestamptz NOT NULL DEFAULT now()
      );
      CREATE INDEX ON authority (sort_name, id);
      CREATE INDEX ON authority (state);

      CREATE TABLE authority_name (
        id uuid PRIMARY KEY,
        authority uuid NOT NULL REFERENCES authority ON DELETE CASCADE,
        name text NOT NULL,
        language text NOT NULL,
        kind text NOT NULL CHECK (kind IN ('official', 'native', 'rendering', 'alias', 'former', 'acronym')),
        visibility text NOT NULL DEFAULT 'public' CHECK (visibility IN ('public', 'government', 'members')),
        -- The name as words to be searched.
        search text NOT NULL,
        position int NOT NULL,
        source text NOT NULL,
        source_date text,
        UNIQUE (authority, kind, language, name)
      );
      CREATE INDEX ON authority_name (search text_pattern_ops);

      CREATE TABLE designation (
        id uuid PRIMARY KEY,
        authority uuid NOT NULL REFERENCES authority ON DELETE CASCADE,
        function text NOT NULL,
        functions text[] NOT NULL,
        instrument text NOT NULL,
        provision text,
        articles text[] NOT NULL,
        languages text[] NOT NULL,
        valid_from text,
        valid_to text,
        note text,
        visibility text NOT NULL DEFAULT 'public' CHECK (visibility IN ('public', 'government', 'members')),
        source text NOT NULL,
        source_date text
      );
      CREATE INDEX ON designation (authority);
      CREATE INDEX ON designation USING gin (functions);

      CREATE TABLE contact (
        id uuid PRIMARY KEY,
        authority uuid NOT NULL REFERENCES authority ON DELETE CASCADE,
        kind text NOT NULL CHECK (kind IN ('postal', 'telephone', 'fax', 'email', 'website')),
        purpose text NOT NULL DEFAULT 'general' CHECK (purpose IN ('general', 'urgent', 'duty')),
        value text NOT NULL,
        visibility text NOT NULL CHECK (visibility IN ('public', 'government', 'members')),
        source text NOT NULL,
        source_date text
      );
      CREATE INDEX ON contact (authority);

      CREATE TABLE affiliation (
        id uuid PRIMARY KEY,
        authority uuid NOT NULL REFERENCES authority ON DELETE CASCADE,
        network text NOT NULL,
        stated boolean NOT NULL,
        joined text,
        evidence text,
        source text NOT NULL,
        source_date text
      );
      CREATE INDEX ON affiliation (authority);

      CREATE TABLE authority_note (
        id uuid PRIMARY KEY,
        authority uuid NOT NULL REFERENCES authority ON DELETE CASCADE,
        text text NOT NULL,
        source text NOT NULL,
        source_date text
      );
      CREATE INDEX ON authority_note (authority);

      -- What a search finds an authority by, one row for each audience that sees more than the one before.
      CREATE TABLE authority_search (
        authority uuid NOT NULL REFERENCES authority ON DELETE CASCADE,
        visibility text NOT NULL CHECK (visibility IN ('public', 'government', 'members')),
        document text NOT NULL,
        PRIMARY KEY (authority, visibility)
      );
      CREATE INDEX authority_search_document ON authority_search USING gin (document gin_trgm_ops);

      -- The distinct words of the documents, to correct a misspelt word against.
      CREATE TABLE search_word (
        word text NOT NULL,
        visibility text NOT NULL CHECK (visibility IN ('public', 'government', 'members')),
        PRIMARY KEY (word, visibility)
      );
      CREATE INDEX search_word_trigrams ON search_word USING gin (word gin_trgm_ops);
      CREATE INDEX search_word_beginning ON search_word (left(word, 1), length(word));

      CREATE FUNCTION refresh_authority_search(wanted uuid[]) RETURNS void LANGUAGE sql AS $$
        DELETE FROM authority_search WHERE authority = ANY (wanted);
        INSERT INTO authority_search (authority, visibility, document)
        SELECT a.id, level.visibility, ' ' || string_agg(n.search, ' ' ORDER BY n.position) || ' ' || s.document || ' '
        FROM authority a
        JOIN state s ON s.code = a.state
        CROSS JOIN (VALUES ('public', 1), ('government', 2), ('members', 3)) AS level (visibility, rank)
        JOIN authority_name n ON n.authority = a.id
          AND n.visibility IN ('public', CASE WHEN level.rank >= 2 THEN 'government' END, CASE WHEN level.rank >= 3 THEN 'members' END)
        WHERE a.id = ANY (wanted)
          AND (level.visibility = 'public' OR EXISTS (SELECT FROM authority_name own WHERE own.authority = a.id AND own.visibility = level.visibility))
        GROUP BY a.id, level.visibility, s.document;
        INSERT INTO search_word (word, visibility)
        SELECT DISTINCT word, visibility FROM authority_search, regexp_split_to_table(trim(document), ' ') word WHERE authority = ANY (wanted)
        ON CONFLICT DO NOTHING;
      $$;
      REVOKE EXECUTE ON FUNCTION refresh_authority_search FROM PUBLIC;

      -- Which files the directory was seeded from: the same file twice does nothing.
      CREATE TABLE directory_seed (sha256 text PRIMARY KEY, at timestamptz NOT NULL DEFAULT now());

      ALTER TABLE authority_name ENABLE ROW LEVEL SECURITY;
      CREATE POLICY audience ON authority_name USING (caller_sees(visibility));
      ALTER TABLE designation ENABLE ROW LEVEL SECURITY;
      CREATE POLICY audience ON designation USING (caller_sees(visibility));
      ALTER TABLE contact ENABLE ROW LEVEL SECURITY;
      CREATE POLICY audience ON contact USING (caller_sees(visibility));
      ALTER TABLE search_word ENABLE ROW LEVEL SECURITY;
      CREATE POLICY audience ON search_word USING (caller_sees(visibility));
      ALTER TABLE authority_search ENABLE ROW LEVEL SECURITY;
      CREATE POLICY audience ON authority_search USING (caller_sees(visibility));

      -- Reading only: changes come through proposals, and those are not here yet.
      GRANT SELECT ON state, state_fact, authority, authority_name, designation, contact, affiliation, authority_note, authority_search, search_word TO globe_app;
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward; restore a backup instead');
  }
}
