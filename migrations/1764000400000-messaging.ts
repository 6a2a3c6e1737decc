import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Threads, sealed messages, attachments. Sealed bytes and metadata only. A member sees its threads, their bodies and its own key packets;
 * messages and key packets are never changed, but for the list of epochs a message can be opened with, which grows.
 */
export class Messaging1764000400000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- \`members\` is fixed by the first message; \`messages\` is the position of the last.
      CREATE TABLE thread (
        id uuid PRIMARY KEY,
        members uuid[] NOT NULL CHECK (cardinality(members) BETWEEN 2 AND 64),
        messages int NOT NULL DEFAULT 0,
        activity timestamptz NOT NULL,
        last_message uuid,
        last_member uuid,
        last_officer uuid
      );

      -- For the list of one member's threads, newest activity first.
      CREATE TABLE thread_member (
        member uuid NOT NULL,
        thread uuid NOT NULL REFERENCES thread,
        activity timestamptz NOT NULL,
        PRIMARY KEY (member, thread)
      );
      CREATE INDEX thread_member_activity ON thread_member (member, activity DESC, thread DESC);
      CREATE INDEX thread_member_thread ON thread_member (thread);

      -- How far an officer has read.
      CREATE TABLE thread_read (
        officer uuid NOT NULL,
        thread uuid NOT NULL REFERENCES thread,
        position int NOT NULL CHECK (position >= 0),
        PRIMARY KEY (officer, thread)
      );

      -- \`request\`: SHA-256 over all that the sender sent, so that the same id with other bytes is told apart. \`audit\`: entry of the sending.
      CREATE TABLE message (
        id uuid PRIMARY KEY,
        thread uuid NOT NULL REFERENCES thread,
        position int NOT NULL CHECK (position > 0),
        sender_member uuid NOT NULL,
        sender_officer uuid NOT NULL,
        sender_certificate bytea NOT NULL CHECK (octet_length(sender_certificate) = 32),
        accepted timestamptz NOT NULL,
        commitment bytea NOT NULL CHECK (octet_length(commitment) = 32),
        request bytea NOT NULL CHECK (octet_length(request) = 32),
        recipients jsonb NOT NULL,
        attachments uuid[] NOT NULL,
        audit uuid NOT NULL,
        body bytea STORAGE EXTERNAL NOT NULL CHECK (octet_length(body) <= 2097152),
        UNIQUE (thread, position)
      );

      CREATE TABLE key_packet (
        message uuid NOT NULL REFERENCES message,
        member uuid NOT NULL,
        epoch uuid NOT NULL,
        packet bytea STORAGE EXTERNAL NOT NULL CHECK (octet_length(packet) <= 4096),
        added timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (message, member, epoch)
      );

      -- An upload until a message takes it, then for good.
      CREATE TABLE attachment (
        id uuid PRIMARY KEY,
        member uuid NOT NULL,
        officer uuid NOT NULL,
        parts int NOT NULL CHECK (parts BETWEEN 1 AND 4096),
        message uuid REFERENCES message,
        expires timestamptz,
        CHECK ((message IS NULL) = (expires IS NOT NULL))
      );
      CREATE INDEX attachment_message ON attachment (message);
      CREATE INDEX attachment_expires ON attachment (expires) WHERE expires IS NOT NULL;
      CREATE INDEX attachment_uploads ON attachment (officer) WHERE expires IS NOT NULL;

      -- The bytes are in the blob store, under the attachment's id, the part's number and this hash.
      CREATE TABLE attachment_part (
        attachment uuid NOT NULL REFERENCES attachment ON DELETE CASCADE,
        part int NOT NULL CHECK (part BETWEEN 0 AND 4095),
        bytes int NOT NULL,
        hash bytea NOT NULL CHECK (octet_length(hash) = 32),
        PRIMARY KEY (attachment, part)
      );

      GRANT SELECT, INSERT ON thread, thread_member, thread_read, message, key_packet, attachment, attachment_part TO globe_app;
      GRANT UPDATE (messages, activity, last_message, last_member, last_officer) ON thread TO globe_app;
      GRANT UPDATE (activity) ON thread_member TO globe_app;
      GRANT UPDATE (position) ON thread_read TO globe_app;
      GRANT UPDATE (recipients) ON message TO globe_app;
      GRANT UPDATE (message, expires) ON attachment TO globe_app;
      GRANT UPDATE (bytes, hash) ON attachment_part TO globe_app;
      GRANT DELETE ON attachment, attachment_part TO globe_app;

      ALTER TABLE thread ENABLE ROW LEVEL SECURITY;
      CREATE POLICY member ON thread TO globe_app USING (caller_member() = ANY (members));

      -- A row of the counterpart is touched by each message; the list asks for one's own.
      ALTER TABLE thread_member ENABLE ROW LEVEL SECURITY;
      CREATE POLICY read ON thread_member FOR SELECT TO globe_app USING (member = caller_member() OR EXISTS (SELECT FROM thread WHERE id = thread_member.thread));
      CREATE POLICY touch ON thread_member FOR UPDATE TO globe_app USING (EXISTS (SELECT FROM thread WHERE id = thread_member.thread));
      CREATE POLICY begin ON thread_member FOR INSERT TO globe_app WITH CHECK (EXISTS (SELECT FROM thread WHERE id = thread_member.thread AND thread_member.member = ANY (thread.members)));

      ALTER TABLE thread_read ENABLE ROW LEVEL SECURITY;
      CREATE POLICY own ON thread_read TO globe_app
        USING (officer = caller_officer()) WITH CHECK (officer = caller_officer() AND EXISTS (SELECT FROM thread WHERE id = thread_read.thread));

      ALTER TABLE message ENABLE ROW LEVEL SECURITY;
      CREATE POLICY read ON message FOR SELECT TO globe_app USING (EXISTS (SELECT FROM thread WHERE id = message.thread));
      CREATE POLICY send ON message FOR INSERT TO globe_app
        WITH CHECK (sender_member = caller_member() AND sender_officer = caller_officer() AND EXISTS (SELECT FROM thread WHERE id = message.thread));
      CREATE POLICY rewrap ON message FOR UPDATE TO globe_app USING (EXISTS (SELECT FROM thread WHERE id = message.thread));

      ALTER TABLE key_packet ENABLE ROW LEVEL SECURITY;
      CREATE POLICY own ON key_packet FOR SELECT TO globe_app USING (member = caller_member());
      CREATE POLICY add ON key_packet FOR INSERT TO globe_app WITH CHECK (caller_member() IS NOT NULL);

      ALTER TABLE attachment ENABLE ROW LEVEL SECURITY;
      CREATE POLICY read ON attachment FOR SELECT TO globe_app
        USING ((officer = caller_officer() AND member = caller_member()) OR caller_role() = 'system' OR EXISTS (SELECT FROM message WHERE id = attachment.message));
      CREATE POLICY upload ON attachment FOR INSERT TO globe_app WITH CHECK (officer = caller_officer() AND member = caller_member() AND message IS NULL);
      CREATE POLICY take ON attachment FOR UPDATE TO globe_app
        USING (officer = caller_officer() AND member = caller_member() AND message IS NULL) WITH CHECK (officer = caller_officer() AND member = caller_member());
      CREATE POLICY expire ON attachment FOR DELETE TO globe_app USING (caller_role() = 'system' AND message IS NULL AND expires < now());

      ALTER TABLE attachment_part ENABLE ROW LEVEL SECURITY;
      CREATE POLICY read ON attachment_part FOR SELECT TO globe_app USING (EXISTS (SELECT FROM attachment WHERE id = attachment_part.attachment));
      CREATE POLICY store ON attachment_part FOR INSERT TO globe_app
        WITH CHECK (EXISTS (SELECT FROM attachment WHERE id = attachment_part.attachment AND officer = caller_officer() AND message IS NULL));
      CREATE POLICY replace ON attachment_part FOR UPDATE TO globe_app
        USING (EXISTS (SELECT FROM attachment WHERE id = attachment_part.attachment AND officer = caller_officer() AND message IS NULL));
      CREATE POLICY expire ON attachment_part FOR DELETE TO globe_app USING (caller_role() = 'system');
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward; restore a backup instead');
  }
}
