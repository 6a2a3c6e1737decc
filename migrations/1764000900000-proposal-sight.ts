import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Some statements take signatures of the secretariat and of a member alike: both see their proposals. */
export class ProposalSight1764000900000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE POLICY shared ON proposal FOR SELECT TO globe_app USING (caller_role() = 'secretariat' AND kind IN ('member.live', 'member.reseat'));
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward; restore a backup instead');
  }
}
