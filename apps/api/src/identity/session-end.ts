// Why sessions end: said by the transaction that ends them, kept by a trigger (migrations/1764002500000), so that whoever held one can be told.
import type { SessionEnd } from '#protocol';
import type { Tx } from '../platform/database.ts';

/** Sessions whose rows `work` deletes, by whatever cascade, ended for this reason. */
export async function endingSessions<T>(tx: Tx, why: SessionEnd, work: () => Promise<T>): Promise<T> {
  await tx.query(`SELECT set_config('globe.session_end', $1, true)`, [why]);
  const result = await work();
  await tx.query(`SELECT set_config('globe.session_end', '', true)`);
  return result;
}
