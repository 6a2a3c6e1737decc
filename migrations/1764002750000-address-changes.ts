import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Changes of the address for notices. Until the code that was mailed to the new address is typed back, the row holds both, sealed under a key
 * outside the database; afterwards, for a week, the address from before, which is told.
 */
export class AddressChanges1764002750000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE address_change (
        id uuid PRIMARY KEY,
        account uuid NOT NULL REFERENCES account,
        sealed bytea NOT NULL,
        -- Wrong codes so far.
        misses int NOT NULL DEFAULT 0,
        created timestamptz NOT NULL,
        expires timestamptz NOT NULL,
        confirmed timestamptz
      );
      CREATE UNIQUE INDEX address_change_open ON address_change (account) WHERE confirmed IS NULL;
      GRANT SELECT, INSERT, DELETE ON address_change TO globe_app;
      GRANT UPDATE (sealed, misses, confirmed) ON address_change TO globe_app;
      ALTER TABLE address_change ENABLE ROW LEVEL SECURITY;
      CREATE POLICY system_all ON address_change USING (caller_role() = 'system');
      CREATE POLICY own ON address_change USING (account = caller_account());
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward; restore a backup instead');
  }
}
