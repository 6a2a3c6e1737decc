import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Devices that officers named by device.add in the trust log: what the hub knows of them beside. Their names are sealed under the officer's own
 * key. When a device was last seen comes from its sessions, by a trigger, so that it outlives them.
 */
export class Devices1764002710000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE device (
        id uuid PRIMARY KEY,
        officer uuid NOT NULL,
        -- The officer's, null for the secretariat and the network's auditors.
        member uuid,
        -- AES-256-GCM under the officer's index key, which the hub has not. Erased when the device is removed.
        description bytea CHECK (length(description) BETWEEN 29 AND 1024),
        added timestamptz NOT NULL,
        last_seen timestamptz NOT NULL,
        removed timestamptz,
        CHECK ((removed IS NULL) = (description IS NOT NULL))
      );
      CREATE INDEX device_of_officer ON device (officer);
      CREATE INDEX device_of_member ON device (member) WHERE removed IS NULL;
      ALTER TABLE session ADD COLUMN device uuid REFERENCES device;
      CREATE INDEX session_of_device ON session (device) WHERE device IS NOT NULL;

      CREATE FUNCTION device_was_seen() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
      DECLARE seen session;
      BEGIN
        seen := CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
        -- Without waiting: who removes a device holds its row, then the sessions'.
        UPDATE device SET last_seen = seen.last_seen WHERE id = (SELECT id FROM device WHERE id = seen.device AND last_seen < seen.last_seen FOR UPDATE SKIP LOCKED);
        RETURN NULL;
      END $$;
      CREATE TRIGGER device_was_seen AFTER UPDATE OF device, last_seen ON session FOR EACH ROW WHEN (NEW.device IS NOT NULL) EXECUTE FUNCTION device_was_seen();
      CREATE TRIGGER device_was_seen_last AFTER DELETE ON session FOR EACH ROW WHEN (OLD.device IS NOT NULL) EXECUTE FUNCTION device_was_seen();

      GRANT SELECT, INSERT ON device TO globe_app;
      GRANT UPDATE (description, removed) ON device TO globe_app;
      GRANT UPDATE (device) ON session TO globe_app;
      ALTER TABLE device ENABLE ROW LEVEL SECURITY;
      CREATE POLICY system_all ON device USING (caller_role() = 'system');
      -- An account that waits for a re-issue has the officer's id and not their place.
      CREATE POLICY own ON device USING (officer = caller_officer() AND caller_role() <> 'pending');
      CREATE POLICY security ON device FOR SELECT USING (caller_role() = 'security' AND member = caller_member());
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward; restore a backup instead');
  }
}
