import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Every end of a session, whichever statement deletes the row, leaves its reason and is told to all processes with the very commit; so is each
 * entry of the trust log. By triggers, so that no path can forget it. NOTIFY makes commits wait for one another: these two are rare, and no message
 * sent passes through them. \`why\`: what the transaction has put into globe.session_end.
 */
export class SessionEnds1764002500000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE session_end (
        session uuid PRIMARY KEY,
        token_hash bytea NOT NULL UNIQUE CHECK (length(token_hash) = 32),
        why text NOT NULL,
        ended timestamptz NOT NULL DEFAULT now()
      );
      CREATE INDEX session_end_over ON session_end (ended);
      -- Rows come by the trigger alone.
      GRANT SELECT, DELETE ON session_end TO globe_app;
      ALTER TABLE session_end ENABLE ROW LEVEL SECURITY;
      CREATE POLICY system_all ON session_end USING (caller_role() = 'system');

      CREATE FUNCTION session_ended() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
      BEGIN
        INSERT INTO session_end (session, token_hash, why)
          VALUES (OLD.id, OLD.token_hash, coalesce(nullif(current_setting('globe.session_end', true), ''), 'ended'));
        PERFORM pg_notify('globe_session', OLD.id::text);
        RETURN NULL;
      END $$;
      CREATE TRIGGER session_ended AFTER DELETE ON session FOR EACH ROW EXECUTE FUNCTION session_ended();

      CREATE FUNCTION trust_log_grew() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
      BEGIN
        PERFORM pg_notify('globe_trust', (NEW.index + 1)::text);
        RETURN NULL;
      END $$;
      CREATE TRIGGER trust_log_grew AFTER INSERT ON trust_entry FOR EACH ROW EXECUTE FUNCTION trust_log_grew();
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward; restore a backup instead');
  }
}
