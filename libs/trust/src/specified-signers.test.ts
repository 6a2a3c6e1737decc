// Who signs each kind of statement, as the project's specification of trust says ("Statements and the trust log", its table of kinds), held
// against what the reducer's rules ask for and against this library's README. The specification is not part of what users get, so its
// table stands here, row by row, in its own words.
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { STATEMENT_KINDS, type Statement, type StatementKind } from '#protocol';
import { draft, missingSignatures } from './draft.ts';
import { demandOf } from './reduce.ts';
import { EMPTY_STATE } from './state.ts';
import { setStage, type Stage } from '../../../test/support/member-stage.ts';
import { CASES } from '../../../test/support/statement-cases.ts';
import { makePeople, TrustNetwork } from '../../../test/support/trust-network.ts';

interface Signers {
  /** k: the network's threshold. */
  readonly secretariat?: 'k' | 1;
  readonly security?: 1 | 2;
  /** Officers of the member, in whatever role. */
  readonly officer?: 1;
  /** Certificates that are being admitted co-sign. */
  readonly admitted?: true;
}

interface Row {
  /** As the table names them; what lifts or stops an act is told there in the act's own row. */
  readonly kinds: readonly StatementKind[];
  readonly says: string;
  readonly signers: Signers;
}

const SPECIFIED: readonly Row[] = [
  { kinds: ['network.genesis'], says: 'all founding secretariat officers', signers: { admitted: true } },
  { kinds: ['network.policy', 'release.publish'], says: 'k secretariat officers', signers: { secretariat: 'k' } },
  { kinds: ['secretariat.change', 'auditor.grant'], says: 'k secretariat officers', signers: { secretariat: 'k', admitted: true } },
  { kinds: ['member.admit'], says: 'k secretariat officers (once per authority, with founding security officers)', signers: { secretariat: 'k', admitted: true } },
  { kinds: ['member.suspend', 'member.readmit'], says: 'k secretariat officers', signers: { secretariat: 'k' } },
  { kinds: ['member.live'], says: '(two security officers, drills done) both of them and one secretariat officer', signers: { security: 2, secretariat: 1 } },
  { kinds: ['officer.admit', 'officer.rekey'], says: 'two security officers of the member; the secretariat cannot', signers: { security: 2, admitted: true } },
  { kinds: ['officer.role', 'officer.remove'], says: 'two security officers of the member; the secretariat cannot', signers: { security: 2 } },
  { kinds: ['officer.attest', 'officer.card'], says: 'one security officer', signers: { security: 1 } },
  { kinds: ['officer.suspend'], says: 'one security officer, or the officer', signers: { security: 1 } },
  { kinds: ['officer.reinstate'], says: 'lifted by two', signers: { security: 2 } },
  { kinds: ['member.freeze'], says: 'any officer', signers: { officer: 1 } },
  { kinds: ['member.unfreeze'], says: 'lifted by two security officers', signers: { security: 2 } },
  { kinds: ['member.reseat'], says: 'the remaining security officer and k secretariat officers', signers: { security: 1, secretariat: 'k', admitted: true } },
  { kinds: ['member.veto'], says: 'unless any officer of the member vetoes', signers: { officer: 1 } },
  { kinds: ['epoch.rotate'], says: 'one officer', signers: { officer: 1 } },
  { kinds: ['epoch.confirm'], says: 'a second officer’s client', signers: { officer: 1 } },
  { kinds: ['epoch.grant'], says: 'one officer', signers: { officer: 1 } },
  { kinds: ['log.time'], says: 'the log itself', signers: {} },
  { kinds: ['device.add'], says: 'the officer’s own key', signers: { officer: 1 } },
];
const ROWS = SPECIFIED.flatMap(({ kinds, says, signers }) => kinds.map((kind) => [kind, says, signers] as const));

let stage: Stage;
beforeAll(async () => {
  stage = await setStage();
}, 60_000);

/** A statement of the kind that stands against nothing, on the state that it follows from. */
async function statementOf(kind: StatementKind): Promise<{ network: TrustNetwork; statement: Statement }> {
  if (kind === 'network.genesis') {
    const { network, genesis } = await TrustNetwork.prepare({ secretariat: 3, threshold: 2 });
    return { network, statement: genesis };
  }
  if (kind === 'log.time') return { network: stage.network, statement: draft.logTime(stage.network.context, await stage.network.checkpoint(), stage.network.now) };
  return CASES[kind](stage);
}

/** What the rules ask for, in the table's terms. */
async function demanded(kind: StatementKind): Promise<Signers> {
  const { network, statement } = await statementOf(kind);
  const state = kind === 'network.genesis' ? EMPTY_STATE : network.state;
  const { groups, coSigners } = demandOf(state, statement);
  const threshold = state.network?.threshold;
  const asked = groups.map(({ who, least }) => [who, who === 'secretariat' && least === threshold ? 'k' : least]);
  return { ...Object.fromEntries(asked), ...(coSigners.length > 0 ? { admitted: true } : {}) } as Signers;
}

const README = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
/** What the README's words ask for. */
function written(kind: StatementKind): Signers {
  const words = new RegExp(`^\\| \`${kind.replace('.', '\\.')}\` \\| ([^|]+) \\|`, 'm').exec(README)?.[1] ?? '';
  const secretariat = words.includes('k secretariat officers') ? 'k' : words.includes('one secretariat officer') ? 1 : null;
  const security = words.includes('two security officers') ? 2 : /one security officer|the remaining security officer/.test(words) ? 1 : null;
  const officer = /(one|any) officer of the member|the officer’s own key/.test(words);
  const admitted = /all founding|those admitted|and the auditor|those seated|and the officer$|and the new certificate/.test(words.trim());
  return { ...(secretariat === null ? {} : { secretariat }), ...(security === null ? {} : { security }), ...(officer ? { officer: 1 } : {}), ...(admitted ? { admitted: true } : {}) };
}

describe('who signs, by the specification', () => {
  test('every kind has one row', () => {
    expect(ROWS.map(([kind]) => kind).toSorted()).toEqual(STATEMENT_KINDS.toSorted());
  });

  test.each(ROWS)('%s: %s', async (kind, _, signers) => {
    expect(await demanded(kind)).toEqual(signers);
    expect(written(kind)).toEqual(signers);
  });

  test('the k of this network is not the one that a kind asks for by number', () => {
    expect(stage.network.state.network!.threshold).toBeGreaterThan(1);
  });

  test.each(ROWS.filter(([kind, , { secretariat }]) => secretariat === undefined && kind !== 'network.genesis' && kind !== 'log.time'))('%s: nobody of the secretariat can sign it', async (kind) => {
    const { network, statement } = await statementOf(kind);
    const able = missingSignatures(network.state, statement, []).flatMap(({ certificates }) => certificates);
    expect(able.length).toBeGreaterThan(0);
    for (const { key } of network.secretariat) expect(able).not.toContain(key.certificate);
  });

  test.each(ROWS.filter(([, , { security }]) => security !== undefined))('%s: of the member’s officers only security officers, and the officer where the table says so', async (kind) => {
    const { network, statement } = await statementOf(kind);
    const able = missingSignatures(network.state, statement, []).filter(({ role }) => role === 'security').flatMap(({ certificates }) => certificates);
    const security = stage.security.map(({ key }) => key.certificate);
    for (const certificate of able) expect(security).toContain(certificate);
    if (kind !== 'officer.suspend') return;
    const own = draft.officerSuspend(network.context, stage.member, stage.reader.officer);
    expect(missingSignatures(network.state, own, [])[0]!.certificates.toSorted()).toEqual([...security, stage.reader.key.certificate].toSorted());
  });

  test('member.reseat: with none left, k secretariat officers', async () => {
    const { network, member, security } = stage;
    const seated = await makePeople(2);
    const statement = draft.memberReseat(network.context, member, security.map(({ officer }) => officer), seated.map(({ key }) => key));
    expect(demandOf(network.state, statement).groups.map(({ who, least }) => [who, least])).toEqual([['secretariat', network.state.network!.threshold]]);
  });

  test('epoch.confirm: a second officer, never the one who rotated', () => {
    const { network, member, pending, security } = stage;
    const able = missingSignatures(network.state, draft.epochConfirm(network.context, member, pending), []).flatMap(({ certificates }) => certificates);
    expect(able).not.toContain(security[0]!.key.certificate);
  });
});
