// One entry of the trust log as the page shows it: who signed, when by the log's clock, and what the clock brought about.
import type { PastEntry } from '#client';
import type { Statement } from '#protocol';
import { TrustAt, type Member, type TrustState } from '#trust';

/** What the log's clock brought about, at the position of a log.time. */
export type ClockEffect = 'rekey' | 'reseat' | 'wait-void' | 'freeze-lapsed' | 'suspension-lapsed' | 'term-ended';

export interface StatementView {
  readonly position: number;
  /** SHA-256 of the statement. */
  readonly hash: string;
  readonly statement: Statement;
  /** Officers who signed, as far as the log knows them; a certificate that is being admitted signs too. `secretariat`: for the secretariat. */
  readonly signers: readonly { readonly certificate: string; readonly officer: string | null; readonly secretariat: boolean }[];
  /** The log's clock at that entry, milliseconds since 1970. */
  readonly time: number | null;
  /** Empty unless the statement is log.time. */
  readonly brought: readonly { readonly effect: ClockEffect; readonly officer: string | null }[];
}

/** `member`: whose part of what the clock brought about is told; null: everybody's. */
export function statementView({ position, hash, entry, time }: PastEntry, state: TrustState, member: string | null): StatementView {
  const { statement, signatures } = entry;
  const at = new TrustAt(state, position + 1);
  const signers = signatures.map(({ certificate }) => {
    const known = at.officerByCertificate(certificate);
    return { certificate, officer: known?.officer.id ?? null, secretariat: known?.use.kind === 'secretariat' };
  });
  const concerned = [...state.members.values()].filter(({ id }) => member === null || id === member);
  return { position, hash, statement, signers, time, brought: statement.kind === 'log.time' ? concerned.flatMap((one) => broughtAbout(one, position)) : [] };
}

function broughtAbout(member: Member, position: number): { effect: ClockEffect; officer: string | null }[] {
  const waits = member.waits.filter(({ endedAt }) => endedAt === position).map(({ act, subject, end }) => ({ effect: end === 'void' ? ('wait-void' as const) : act, officer: act === 'rekey' ? subject : null }));
  const freezes = member.freezes.filter(({ until, lapsed }) => lapsed && until === position).map(() => ({ effect: 'freeze-lapsed' as const, officer: null }));
  const officers = [...member.officers.values()].flatMap(({ id, suspensions, removedAt }) => [
    ...(suspensions.some(({ until, lapsed }) => lapsed && until === position) ? [{ effect: 'suspension-lapsed' as const, officer: id }] : []),
    ...(removedAt === position && !member.waits.some(({ act, endedAt }) => act === 'reseat' && endedAt === position) ? [{ effect: 'term-ended' as const, officer: id }] : []),
  ]);
  return [...waits, ...freezes, ...officers];
}
