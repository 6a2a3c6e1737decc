import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Both logs. Entries come from the application (trust_entry by membership, audit_entry by every act); leaves, tiles and
 * checkpoints from the sequencer alone. All of it is insert-only. A checkpoint names the size it extends, each size can be extended once,
 * so that two sequencers can never fork a log, whatever else fails.
 */
export class Logs1764000100000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        RAISE EXCEPTION 'table % is insert-only', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
      END $$;

      -- Index = position in the trust log; inserted under advisory lock 7106002. Leaf data are the bytes of \`entry\`.
      CREATE TABLE trust_entry (
        index bigint PRIMARY KEY CHECK (index >= 0),
        entry bytea NOT NULL,
        statement bytea NOT NULL UNIQUE CHECK (octet_length(statement) = 32),
        accepted timestamptz NOT NULL DEFAULT now()
      );
      CREATE FUNCTION trust_entry_follows() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF NEW.index <> (SELECT coalesce(max(index) + 1, 0) FROM trust_entry) THEN
          RAISE EXCEPTION 'trust log entry % does not follow', NEW.index USING ERRCODE = 'serialization_failure';
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER trust_entry_follows BEFORE INSERT ON trust_entry FOR EACH ROW EXECUTE FUNCTION trust_entry_follows();

      -- Written as INSERT INTO audit_entry (id, entry, context); the other columns are read out of the entry.
      CREATE TABLE audit_entry (
        id uuid PRIMARY KEY,
        entry bytea NOT NULL,
        context bytea NOT NULL,
        leaf bytea NOT NULL CHECK (octet_length(leaf) = 32),
        action text NOT NULL,
        actor_officer uuid,
        actor_member uuid,
        object_kind text,
        object_id text,
        outcome text NOT NULL
      );
      CREATE INDEX audit_entry_officer ON audit_entry (actor_officer, id);
      CREATE INDEX audit_entry_member ON audit_entry (actor_member, id);
      CREATE INDEX audit_entry_action ON audit_entry (action, id);
      CREATE INDEX audit_entry_object ON audit_entry (object_id, id);

      -- Entries without a leaf yet: a queue, not a log.
      CREATE TABLE audit_pending (entry uuid PRIMARY KEY REFERENCES audit_entry)
        WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000, autovacuum_vacuum_cost_delay = 0);

      CREATE FUNCTION audit_entry_columns() RETURNS trigger LANGUAGE plpgsql AS $$
      DECLARE
        entry jsonb := convert_from(NEW.entry, 'UTF8')::jsonb;
      BEGIN
        NEW.leaf := sha256(NEW.entry);
        NEW.action := entry ->> 'action';
        NEW.actor_officer := (entry -> 'actor' ->> 'officer')::uuid;
        NEW.actor_member := (entry -> 'actor' ->> 'member')::uuid;
        NEW.object_kind := entry -> 'object' ->> 'kind';
        NEW.object_id := entry -> 'object' ->> 'id';
        NEW.outcome := entry ->> 'outcome';
        RETURN NEW;
      END $$;
      CREATE TRIGGER audit_entry_columns BEFORE INSERT ON audit_entry FOR EACH ROW EXECUTE FUNCTION audit_entry_columns();

      CREATE FUNCTION audit_entry_waits() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
      BEGIN
        INSERT INTO audit_pending (entry) VALUES (NEW.id);
        RETURN NULL;
      END $$;
      CREATE TRIGGER audit_entry_waits AFTER INSERT ON audit_entry FOR EACH ROW EXECUTE FUNCTION audit_entry_waits();

      -- \`hash\` is the leaf hash: SHA-256(0x00, audit_entry.leaf).
      CREATE TABLE audit_leaf (
        index bigint PRIMARY KEY CHECK (index >= 0),
        entry uuid NOT NULL UNIQUE REFERENCES audit_entry,
        hash bytea NOT NULL CHECK (octet_length(hash) = 32)
      );

      CREATE TABLE log_key (
        log text PRIMARY KEY CHECK (log IN ('trust', 'audit')),
        vkey text NOT NULL
      );

      -- Full tiles only (C2SP tlog-tiles); \`root\` is the hash that the tile contributes to the level above.
      CREATE TABLE log_tile (
        log text NOT NULL REFERENCES log_key,
        level smallint NOT NULL CHECK (level >= 0),
        index bigint NOT NULL CHECK (index >= 0),
        hashes bytea STORAGE EXTERNAL NOT NULL CHECK (octet_length(hashes) = 8192),
        root bytea NOT NULL CHECK (octet_length(root) = 32),
        PRIMARY KEY (log, level, index)
      );

      -- \`note\`: the checkpoint as signed by the log; \`range\`: the compact range to go on from. The first has size 0 and extends nothing (-1).
      CREATE TABLE log_checkpoint (
        log text NOT NULL REFERENCES log_key,
        size bigint NOT NULL,
        parent bigint NOT NULL CHECK (parent < size),
        note text NOT NULL,
        range bytea NOT NULL,
        made timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (log, size),
        UNIQUE (log, parent)
      );

      -- The latest cosignature of each key on a checkpoint, as the line in the note carries it. Renewed, so not insert-only.
      CREATE TABLE log_cosignature (
        log text NOT NULL,
        size bigint NOT NULL,
        name text NOT NULL,
        key_id text NOT NULL CHECK (key_id ~ '^[0-9a-f]{8}$'),
        signature bytea NOT NULL,
        PRIMARY KEY (log, size, name, key_id),
        FOREIGN KEY (log, size) REFERENCES log_checkpoint
      );

      CREATE TRIGGER insert_only BEFORE UPDATE OR DELETE OR TRUNCATE ON trust_entry FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
      CREATE TRIGGER insert_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_leaf FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
      CREATE TRIGGER insert_only BEFORE UPDATE OR DELETE OR TRUNCATE ON log_key FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
      CREATE TRIGGER insert_only BEFORE UPDATE OR DELETE OR TRUNCATE ON log_tile FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
      CREATE TRIGGER insert_only BEFORE UPDATE OR DELETE OR TRUNCATE ON log_checkpoint FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

      GRANT SELECT, INSERT ON trust_entry TO globe_app;
      GRANT SELECT ON audit_entry, audit_leaf, log_key, log_tile, log_checkpoint, log_cosignature TO globe_app;
      GRANT INSERT (id, entry, context) ON audit_entry TO globe_app;
      GRANT SELECT ON trust_entry, audit_entry TO globe_sequencer;
      GRANT SELECT, DELETE ON audit_pending TO globe_sequencer;
      GRANT SELECT, INSERT ON audit_leaf, log_key, log_tile, log_checkpoint TO globe_sequencer;
      GRANT SELECT, INSERT, UPDATE ON log_cosignature TO globe_sequencer;

      -- Who sees which entries. globe.audit_scope: the members an auditor was granted, comma-separated, or 'all'.
      ALTER TABLE audit_entry ENABLE ROW LEVEL SECURITY;
      CREATE POLICY add ON audit_entry FOR INSERT TO globe_app WITH CHECK (true);
      CREATE POLICY sequence ON audit_entry FOR SELECT TO globe_sequencer USING (true);
      CREATE POLICY own ON audit_entry FOR SELECT TO globe_app USING (actor_officer = caller_officer());
      CREATE POLICY member ON audit_entry FOR SELECT TO globe_app
        USING (caller_role() IN ('security', 'member-auditor') AND actor_member = caller_member());
      CREATE POLICY secretariat ON audit_entry FOR SELECT TO globe_app
        USING (caller_role() = 'secretariat' AND (action LIKE 'enrolment.%' OR action LIKE 'statement.%' OR action LIKE 'directory.%'));
      CREATE POLICY auditor ON audit_entry FOR SELECT TO globe_app
        USING (caller_role() = 'auditor' AND (current_setting('globe.audit_scope', true) = 'all'
          OR actor_member::text = ANY (string_to_array(current_setting('globe.audit_scope', true), ','))));
      CREATE POLICY background ON audit_entry FOR SELECT TO globe_app USING (caller_role() = 'system');
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward; restore a backup instead');
  }
}
