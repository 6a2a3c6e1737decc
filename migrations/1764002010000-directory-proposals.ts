import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Changes of the directory on their way, with everything that happened to each; the authorities' own confirmations; and which
 * reminders of them went out. A security officer writes for the authority of their member alone: which one that is the application
 * reads from the trust log, and says it for the length of the transaction (globe.authority).
 */
export class DirectoryProposals1764002010000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE FUNCTION caller_authority() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
        AS $$ SELECT nullif(current_setting('globe.authority', true), '')::uuid $$;

      -- \`member\`: whose security officers proposed it; null: the secretariat. \`base_version\`: of the entry, 0: it is new.
      CREATE TABLE entry_proposal (
        id uuid PRIMARY KEY,
        authority uuid NOT NULL,
        member uuid,
        proposed_by uuid NOT NULL,
        created timestamptz NOT NULL,
        moved timestamptz NOT NULL,
        state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'returned', 'applied', 'withdrawn')),
        revision int NOT NULL DEFAULT 1 CHECK (revision > 0),
        base_version int NOT NULL CHECK (base_version >= 0),
        content jsonb NOT NULL,
        parts text[] NOT NULL,
        approvals_needed int NOT NULL CHECK (approvals_needed IN (1, 2)),
        source text,
        note text,
        version int,
        CHECK ((state = 'applied') = (version IS NOT NULL))
      );
      CREATE INDEX ON entry_proposal (moved DESC, id DESC);
      CREATE INDEX ON entry_proposal (authority);
      CREATE INDEX ON entry_proposal (member, state);

      CREATE TABLE entry_proposal_event (
        id uuid PRIMARY KEY,
        proposal uuid NOT NULL REFERENCES entry_proposal,
        at timestamptz NOT NULL,
        officer uuid NOT NULL,
        side text NOT NULL CHECK (side IN ('authority', 'secretariat')),
        act text NOT NULL CHECK (act IN ('proposed', 'changed', 'returned', 'approved', 'withdrawn')),
        revision int NOT NULL,
        reason text,
        CHECK ((act = 'returned') = (reason IS NOT NULL))
      );
      CREATE INDEX ON entry_proposal_event (proposal);
      -- Nobody approves one revision twice.
      CREATE UNIQUE INDEX entry_proposal_approval ON entry_proposal_event (proposal, revision, officer) WHERE act = 'approved';

      ALTER TABLE entry_proposal ENABLE ROW LEVEL SECURITY;
      CREATE POLICY secretariat ON entry_proposal FOR SELECT USING (caller_role() IN ('secretariat', 'system'));
      CREATE POLICY own ON entry_proposal FOR SELECT USING (caller_role() = 'security' AND member = caller_member());
      CREATE POLICY proposed_by_secretariat ON entry_proposal FOR INSERT WITH CHECK (caller_role() = 'secretariat' AND member IS NULL AND proposed_by = caller_officer());
      CREATE POLICY proposed_by_authority ON entry_proposal FOR INSERT WITH CHECK (caller_role() = 'security' AND member = caller_member() AND proposed_by = caller_officer() AND authority = caller_authority());
      CREATE POLICY decided ON entry_proposal FOR UPDATE USING (caller_role() = 'secretariat');
      CREATE POLICY changed ON entry_proposal FOR UPDATE USING (caller_role() = 'security' AND member = caller_member() AND authority = caller_authority())
        WITH CHECK (caller_role() = 'security' AND member = caller_member() AND authority = caller_authority() AND state IN ('waiting', 'withdrawn'));
      GRANT SELECT, INSERT ON entry_proposal TO globe_app;
      GRANT UPDATE (moved, state, revision, base_version, content, parts, approvals_needed, source, note, version) ON entry_proposal TO globe_app;

      ALTER TABLE entry_proposal_event ENABLE ROW LEVEL SECURITY;
      CREATE POLICY of_proposal ON entry_proposal_event FOR SELECT USING (EXISTS (SELECT FROM entry_proposal p WHERE p.id = entry_proposal_event.proposal));
      CREATE POLICY happened ON entry_proposal_event FOR INSERT WITH CHECK (officer = caller_officer() AND EXISTS (SELECT FROM entry_proposal p WHERE p.id = entry_proposal_event.proposal)
        AND (caller_role() = 'secretariat' AND side = 'secretariat' OR caller_role() = 'security' AND side = 'authority' AND act IN ('proposed', 'changed', 'withdrawn')));
      GRANT SELECT, INSERT ON entry_proposal_event TO globe_app;

      -- The authority itself says that this version is true. \`due\`: when it has to say so again.
      CREATE TABLE entry_confirmation (
        id uuid PRIMARY KEY,
        authority uuid NOT NULL,
        version int NOT NULL,
        at timestamptz NOT NULL,
        officer uuid NOT NULL,
        member uuid NOT NULL,
        due timestamptz NOT NULL,
        FOREIGN KEY (authority, version) REFERENCES authority_version,
        CHECK (due > at)
      );
      CREATE INDEX ON entry_confirmation (authority, at DESC);
      ALTER TABLE entry_confirmation ENABLE ROW LEVEL SECURITY;
      CREATE POLICY network ON entry_confirmation FOR SELECT USING (caller_sees('government'));
      CREATE POLICY own ON entry_confirmation FOR INSERT WITH CHECK (caller_role() = 'security' AND officer = caller_officer() AND member = caller_member() AND authority = caller_authority());
      GRANT SELECT, INSERT ON entry_confirmation TO globe_app;

      -- The entry shows what was confirmed; security officers cannot write it themselves.
      CREATE FUNCTION note_confirmation() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
      BEGIN
        UPDATE authority SET confirmed = NEW.at, confirmation_due = NEW.due WHERE id = NEW.authority;
        PERFORM refresh_authority_search(ARRAY[NEW.authority]);
        RETURN NULL;
      END $$;
      CREATE TRIGGER confirmed AFTER INSERT ON entry_confirmation FOR EACH ROW EXECUTE FUNCTION note_confirmation();

      -- One of each step for each date that a confirmation is due.
      CREATE TABLE confirmation_reminder (
        authority uuid NOT NULL,
        due timestamptz NOT NULL,
        step text NOT NULL CHECK (step IN ('month-before', 'week-before', 'day', 'overdue', 'escalated')),
        at timestamptz NOT NULL,
        PRIMARY KEY (authority, due, step)
      );
      ALTER TABLE confirmation_reminder ENABLE ROW LEVEL SECURITY;
      CREATE POLICY work ON confirmation_reminder USING (caller_role() = 'system');
      CREATE POLICY secretariat ON confirmation_reminder FOR SELECT USING (caller_role() = 'secretariat');
      GRANT SELECT, INSERT ON confirmation_reminder TO globe_app;
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward; restore a backup instead');
  }
}
