import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Accounts, credentials, wrapped vaults, sessions, attempts, invitations. What signs people in runs in the scope `system`,
 * before anybody is known; everything afterwards runs as the caller, and sees its own rows.
 */
export class Identity1764000200000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE invitation (
        id uuid PRIMARY KEY,
        token_hash bytea NOT NULL UNIQUE CHECK (length(token_hash) = 32),
        purpose text NOT NULL CHECK (purpose IN ('secretariat', 'auditor', 'founder', 'officer')),
        authority uuid CHECK ((purpose = 'founder') = (authority IS NOT NULL)),
        member uuid CHECK ((purpose = 'officer') = (member IS NOT NULL)),
        role text CHECK ((purpose = 'officer') = (role IS NOT NULL)),
        note text NOT NULL,
        email text,
        invited_by uuid,
        officer uuid NOT NULL UNIQUE,
        sign_in_name text NOT NULL UNIQUE,
        created timestamptz NOT NULL,
        expires timestamptz NOT NULL,
        used timestamptz,
        withdrawn timestamptz
      );
      CREATE INDEX invitation_of_member ON invitation (member, created);

      -- role, member and authority are what the invitation was for; who somebody is, is replayed from the trust log.
      CREATE TABLE account (
        id uuid PRIMARY KEY,
        invitation uuid NOT NULL UNIQUE REFERENCES invitation,
        officer uuid NOT NULL UNIQUE,
        sign_in_name text NOT NULL UNIQUE,
        certificate text NOT NULL UNIQUE CHECK (certificate ~ '^[0-9a-f]{64}$'),
        card_hash text NOT NULL CHECK (card_hash ~ '^[0-9a-f]{64}$'),
        email text,
        created timestamptz NOT NULL,
        retired timestamptz
      );

      CREATE TABLE credential (
        id uuid PRIMARY KEY,
        account uuid NOT NULL REFERENCES account,
        method text NOT NULL CHECK (method IN ('passkey', 'passphrase')),
        label text NOT NULL,
        created timestamptz NOT NULL,
        last_used timestamptz,
        passkey_id text UNIQUE,
        passkey_public_key bytea,
        passkey_counter bigint,
        passkey_transports text[],
        opaque_record text,
        -- AES-256-GCM under a key outside the database.
        totp_sealed bytea,
        -- The last time step whose code was used: no code works twice.
        totp_step bigint,
        CHECK (num_nonnulls(passkey_id, passkey_public_key, passkey_counter, passkey_transports) = CASE method WHEN 'passkey' THEN 4 ELSE 0 END),
        CHECK (num_nonnulls(opaque_record, totp_sealed, totp_step) = CASE method WHEN 'passphrase' THEN 3 ELSE 0 END),
        -- One passphrase an account. Judged at commit: while one takes another's place there are two.
        CONSTRAINT one_passphrase EXCLUDE USING btree (account WITH =) WHERE (method = 'passphrase') DEFERRABLE INITIALLY DEFERRED
      );
      CREATE INDEX credential_of_account ON credential (account);

      CREATE TABLE vault (
        credential uuid PRIMARY KEY REFERENCES credential ON DELETE CASCADE,
        account uuid NOT NULL REFERENCES account,
        network text,
        version int NOT NULL CHECK (version > 0),
        nonce bytea NOT NULL CHECK (length(nonce) = 12),
        ciphertext bytea NOT NULL
      );
      -- An older vault cannot come back, whoever asks.
      CREATE FUNCTION vault_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF NEW.version <= OLD.version OR NEW.credential <> OLD.credential OR NEW.account <> OLD.account THEN
          RAISE EXCEPTION 'a vault only grows' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER vault_only_grows BEFORE UPDATE ON vault FOR EACH ROW EXECUTE FUNCTION vault_only_grows();

      CREATE TABLE session (
        id uuid PRIMARY KEY,
        account uuid NOT NULL REFERENCES account,
        credential uuid NOT NULL REFERENCES credential ON DELETE CASCADE,
        token_hash bytea NOT NULL UNIQUE CHECK (length(token_hash) = 32),
        client text NOT NULL,
        address text,
        created timestamptz NOT NULL,
        last_seen timestamptz NOT NULL,
        ends timestamptz NOT NULL,
        verified timestamptz NOT NULL
      );
      CREATE INDEX session_of_account ON session (account);

      -- A challenge, until it is answered or over. The state is sealed like the TOTP secret; bound is a session or an invitation.
      CREATE TABLE attempt (
        id uuid PRIMARY KEY,
        kind text NOT NULL,
        bound uuid,
        state bytea NOT NULL,
        expires timestamptz NOT NULL
      );
      CREATE INDEX attempt_over ON attempt (expires);

      -- How hard somebody pushes: keys are hashes of what is counted, so that nothing typed is kept.
      CREATE TABLE pressure (
        key bytea PRIMARY KEY CHECK (length(key) = 32),
        count int NOT NULL,
        until timestamptz NOT NULL,
        updated timestamptz NOT NULL
      );
      CREATE INDEX pressure_over ON pressure (updated);

      GRANT SELECT, INSERT ON invitation, account TO globe_app;
      GRANT UPDATE (used, withdrawn) ON invitation TO globe_app;
      GRANT UPDATE (email, retired) ON account TO globe_app;
      GRANT SELECT, INSERT, DELETE ON credential, vault, session, attempt, pressure TO globe_app;
      GRANT UPDATE (label, last_used, passkey_counter, totp_step) ON credential TO globe_app;
      GRANT UPDATE (network, version, nonce, ciphertext) ON vault TO globe_app;
      GRANT UPDATE (credential, last_seen, verified) ON session TO globe_app;
      -- So that clearing away can skip what another transaction is using.
      GRANT UPDATE (expires) ON attempt TO globe_app;
      GRANT UPDATE ON pressure TO globe_app;

      ALTER TABLE invitation ENABLE ROW LEVEL SECURITY;
      ALTER TABLE account ENABLE ROW LEVEL SECURITY;
      ALTER TABLE credential ENABLE ROW LEVEL SECURITY;
      ALTER TABLE vault ENABLE ROW LEVEL SECURITY;
      ALTER TABLE session ENABLE ROW LEVEL SECURITY;
      ALTER TABLE attempt ENABLE ROW LEVEL SECURITY;

      -- The account of the caller, past the policy on account itself.
      CREATE FUNCTION caller_account() RETURNS uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
        AS $$ SELECT id FROM account WHERE officer = caller_officer() $$;

      CREATE POLICY system_all ON invitation USING (caller_role() = 'system');
      CREATE POLICY inviters ON invitation USING (
        (caller_role() = 'security' AND purpose = 'officer' AND member = caller_member())
        OR (caller_role() = 'secretariat' AND purpose <> 'officer'));

      CREATE POLICY system_all ON account USING (caller_role() = 'system');
      CREATE POLICY own ON account USING (officer = caller_officer());
      -- Who may admit somebody sees that they enrolled: whoever sees the invitation.
      CREATE POLICY admitters ON account FOR SELECT USING (EXISTS (SELECT FROM invitation i WHERE i.id = account.invitation));

      CREATE POLICY system_all ON credential USING (caller_role() = 'system');
      CREATE POLICY own ON credential USING (account = caller_account());
      CREATE POLICY system_all ON vault USING (caller_role() = 'system');
      CREATE POLICY own ON vault USING (account = caller_account());
      CREATE POLICY system_all ON session USING (caller_role() = 'system');
      CREATE POLICY own ON session USING (account = caller_account());
      CREATE POLICY system_all ON attempt USING (caller_role() = 'system');
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward; restore a backup instead');
  }
}
