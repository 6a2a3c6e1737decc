// For each kind of statement that officers sign: a good one, its signers, and who may not be among them.
import type { Statement, StatementKind } from '#protocol';
import { draft, TrustAt } from '#trust';
import { rekeyed, type Stage } from './member-stage.ts';
import { makePeople, makePerson, someHash, type Person, type TrustNetwork } from './trust-network.ts';

export interface Case {
  /** The stage's, or one that went on from it. */
  network: TrustNetwork;
  statement: Statement;
  signers: Person[];
  /** One of the signers without whom there are too few, or who co-signs. */
  drop: { who: Person; code: string }[];
  /** Somebody of the wrong place signing instead of the first signer. */
  wrongRole: Person[];
}

/** For each kind: a good statement and its signers. log.time and genesis have signers of their own way and are tested below. */
export const CASES: { [K in Exclude<StatementKind, 'network.genesis' | 'log.time'>]: (stage: Stage) => Promise<Case> } = {
  'auditor.grant': async ({ network, member, security }) => {
    const auditor = await makePerson();
    const [a, b] = network.secretariat as [Person, Person];
    return {
      network,
      statement: draft.auditorGrant(network.context, auditor.key, [member]),
      signers: [a, b, auditor],
      drop: [{ who: a, code: 'too-few-signatures' }, { who: auditor, code: 'not-co-signed' }],
      wrongRole: [security[0]!],
    };
  },
  'member.admit': async ({ network, security }) => {
    const founders = (await makePeople(2)) as [Person, Person];
    const [a, b] = network.secretariat as [Person, Person];
    return {
      network,
      statement: draft.memberAdmit(network.context, crypto.randomUUID(), crypto.randomUUID(), founders.map(({ key }) => key)),
      signers: [a, b, ...founders],
      drop: [{ who: b, code: 'too-few-signatures' }, { who: founders[0], code: 'not-co-signed' }, { who: founders[1], code: 'not-co-signed' }],
      wrongRole: [security[0]!],
    };
  },
  'officer.admit': async ({ network, member, security, officer, reader, auditor, outsiders }) => {
    const person = await makePerson();
    return {
      network,
      statement: draft.officerAdmit(network.context, member, person.key, 'officer'),
      signers: [security[0]!, security[1]!, person],
      drop: [{ who: security[1]!, code: 'too-few-signatures' }, { who: person, code: 'not-co-signed' }],
      wrongRole: [officer, reader, auditor, outsiders[0]!, network.secretariat[0]!],
    };
  },
  'officer.remove': async ({ network, member, security, officer, outsiders }) => ({
    network,
    statement: draft.officerRemove(network.context, member, officer.officer),
    signers: [security[1]!, security[2]!],
    drop: [{ who: security[1]!, code: 'too-few-signatures' }],
    wrongRole: [officer, outsiders[0]!, network.secretariat[0]!],
  }),
  'epoch.rotate': async ({ network, member, officer, auditor, outsiders }) => ({
    network,
    statement: await network.rotation(member),
    signers: [officer],
    drop: [{ who: officer, code: 'too-few-signatures' }],
    wrongRole: [auditor, outsiders[0]!, network.secretariat[0]!],
  }),
  'epoch.confirm': async ({ network, member, pending, reader, auditor, newcomer, outsiders }) => ({
    network,
    statement: draft.epochConfirm(network.context, member, pending),
    signers: [reader],
    drop: [{ who: reader, code: 'too-few-signatures' }],
    wrongRole: [auditor, newcomer, outsiders[0]!, network.secretariat[0]!],
  }),
  'epoch.grant': async ({ network, member, current, newcomer, officer, auditor, outsiders }) => ({
    network,
    statement: draft.epochGrant(network.context, member, current, newcomer.officer, someHash()),
    signers: [officer],
    drop: [{ who: officer, code: 'too-few-signatures' }],
    wrongRole: [auditor, newcomer, outsiders[0]!, network.secretariat[0]!],
  }),
  'network.policy': async ({ network, security }) => {
    const [a, b] = network.secretariat as [Person, Person];
    const { witnesses } = network.state.network!;
    return { network, statement: draft.networkPolicy(network.context, [...witnesses], 3), signers: [a, b], drop: [{ who: a, code: 'too-few-signatures' }], wrongRole: [security[0]!] };
  },
  'secretariat.change': async ({ network, security }) => {
    const [a, b, c] = network.secretariat as [Person, Person, Person];
    const fresh = await makePerson();
    return {
      network,
      statement: draft.secretariatChange(network.context, { admit: [fresh.key], remove: [c.officer], threshold: 3 }),
      signers: [a, b, fresh],
      drop: [{ who: b, code: 'too-few-signatures' }, { who: fresh, code: 'not-co-signed' }],
      wrongRole: [security[0]!],
    };
  },
  'release.publish': async ({ network, security }) => {
    const [a, b] = network.secretariat as [Person, Person];
    const statement = draft.releasePublish(network.context, { version: '1.0.0', files: [{ name: 'client.js', hash: someHash() }] });
    return { network, statement, signers: [a, b], drop: [{ who: a, code: 'too-few-signatures' }], wrongRole: [security[0]!] };
  },
  'member.suspend': async ({ network, member, security }) => {
    const [a, b] = network.secretariat as [Person, Person];
    return { network, statement: draft.memberSuspend(network.context, member), signers: [a, b], drop: [{ who: a, code: 'too-few-signatures' }], wrongRole: [security[0]!] };
  },
  'member.readmit': async ({ network: before, member, security }) => {
    const network = before.fork();
    const [a, b, c] = network.secretariat as [Person, Person, Person];
    await network.append(draft.memberSuspend(network.context, member), [a, b]);
    return { network, statement: draft.memberReadmit(network.context, member), signers: [b, c], drop: [{ who: c, code: 'too-few-signatures' }], wrongRole: [security[0]!] };
  },
  'member.live': async ({ network, member, security, officer, outsiders }) => {
    const secretary = network.secretariat[2]!;
    return {
      network,
      statement: draft.memberLive(network.context, member),
      signers: [security[0]!, security[2]!, secretary],
      drop: [{ who: security[0]!, code: 'too-few-signatures' }, { who: secretary, code: 'too-few-signatures' }],
      wrongRole: [officer, outsiders[0]!],
    };
  },
  'member.freeze': async ({ network, member, auditor, outsiders }) => ({
    network,
    statement: draft.memberFreeze(network.context, member, network.state.heads.get(member)!.hash),
    signers: [auditor],
    drop: [{ who: auditor, code: 'too-few-signatures' }],
    wrongRole: [outsiders[0]!, network.secretariat[0]!],
  }),
  'member.unfreeze': async ({ network: before, member, security, reader, officer, outsiders }) => {
    const network = before.fork();
    await network.append(draft.memberFreeze(network.context, member), [reader]);
    return {
      network,
      statement: draft.memberUnfreeze(network.context, member),
      signers: [security[0]!, security[1]!],
      drop: [{ who: security[0]!, code: 'too-few-signatures' }],
      wrongRole: [officer, reader, outsiders[0]!, network.secretariat[0]!],
    };
  },
  'member.reseat': async ({ network, member, security, officer, outsiders }) => {
    const [a, b] = network.secretariat as [Person, Person];
    const fresh = await makePerson();
    const lost = [security[1]!.officer, security[2]!.officer];
    return {
      network,
      statement: draft.memberReseat(network.context, member, lost, [fresh.key]),
      signers: [security[0]!, a, b, fresh],
      drop: [{ who: security[0]!, code: 'too-few-signatures' }, { who: b, code: 'too-few-signatures' }, { who: fresh, code: 'not-co-signed' }],
      wrongRole: [officer, outsiders[0]!, security[1]!],
    };
  },
  'member.veto': async ({ network: before, member, security, reader, officer, outsiders }) => {
    const network = before.fork();
    const anew = await rekeyed(officer);
    await network.append(draft.officerRekey(network.context, member, anew.key), [security[0]!, security[1]!, anew]);
    const [wait] = new TrustAt(network.state).waitsOf(member);
    return {
      network,
      statement: draft.memberVeto(network.context, member, wait!),
      signers: [reader],
      drop: [{ who: reader, code: 'too-few-signatures' }],
      wrongRole: [outsiders[0]!, network.secretariat[0]!],
    };
  },
  'officer.role': async ({ network, member, security, officer, reader, outsiders }) => ({
    network,
    statement: draft.officerRole(network.context, member, security[2]!.officer, 'officer'),
    signers: [security[0]!, security[1]!],
    drop: [{ who: security[1]!, code: 'too-few-signatures' }],
    wrongRole: [officer, reader, security[2]!, outsiders[0]!, network.secretariat[0]!],
  }),
  'officer.rekey': async ({ network, member, security, officer, reader, outsiders }) => {
    const anew = await rekeyed(officer);
    return {
      network,
      statement: draft.officerRekey(network.context, member, anew.key, 5),
      signers: [security[0]!, security[1]!, anew],
      drop: [{ who: security[1]!, code: 'too-few-signatures' }, { who: anew, code: 'not-co-signed' }],
      wrongRole: [reader, outsiders[0]!, network.secretariat[0]!],
    };
  },
  'officer.attest': async ({ network, member, security, officer, reader, outsiders }) => ({
    network,
    statement: draft.officerAttest(network.context, member, officer.officer),
    signers: [security[1]!],
    drop: [{ who: security[1]!, code: 'too-few-signatures' }],
    wrongRole: [reader, outsiders[0]!, network.secretariat[0]!],
  }),
  'officer.card': async ({ network, member, security, officer, reader, outsiders }) => ({
    network,
    statement: draft.officerCard(network.context, member, officer.officer, someHash()),
    signers: [security[1]!],
    drop: [{ who: security[1]!, code: 'too-few-signatures' }],
    wrongRole: [reader, outsiders[0]!, network.secretariat[0]!],
  }),
  'officer.suspend': async ({ network, member, security, officer, reader, outsiders }) => ({
    network,
    statement: draft.officerSuspend(network.context, member, security[2]!.officer),
    signers: [security[0]!],
    drop: [{ who: security[0]!, code: 'too-few-signatures' }],
    wrongRole: [reader, officer, outsiders[0]!, network.secretariat[0]!],
  }),
  'officer.reinstate': async ({ network, member, security, suspended, officer, reader, outsiders }) => ({
    network,
    statement: draft.officerReinstate(network.context, member, suspended.officer),
    signers: [security[0]!, security[2]!],
    drop: [{ who: security[0]!, code: 'too-few-signatures' }],
    wrongRole: [reader, officer, outsiders[0]!, network.secretariat[0]!],
  }),
  'device.add': async ({ network, member, reader, security, outsiders }) => ({
    network,
    statement: draft.deviceAdd(network.context, member, reader.officer, crypto.randomUUID(), someHash()),
    signers: [reader],
    drop: [{ who: reader, code: 'too-few-signatures' }],
    wrongRole: [security[0]!, outsiders[0]!, network.secretariat[0]!],
  }),
};
