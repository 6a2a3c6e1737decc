import { admitted } from '../officer-terms.ts';
import { refuse, type Objection } from '../refusal.ts';
import { byNobodyElse, objectToKeys, objectToNoteKeys, type Offer, type Rule } from '../rule.ts';
import { withCertificate, withId, type TrustState } from '../state.ts';

/** TRUST.md, "Who the software believes": founding certificates, threshold, log keys, witnesses and their policy. */
export const networkGenesis: Rule<'network.genesis'> = {
  kind: 'network.genesis',
  changes: 'secretariat',
  signedBy: 'all founding secretariat officers',
  object: ({ state, statement: { body } }: Offer<'network.genesis'>): Objection => {
    if (body.threshold > body.secretariat.length) return refuse('threshold-impossible', 'threshold');
    if (body.policy > body.witnesses.length) return refuse('threshold-impossible', 'policy');
    if (body.threshold === 1 && !body.demonstration) return refuse('threshold-one');
    return objectToNoteKeys([body.logs.trust, body.logs.audit, ...body.witnesses]) ?? objectToKeys(state, body.secretariat);
  },
  demand: ({ statement }) => byNobodyElse(statement.body.secretariat.map((key) => key.certificate)),
  apply: ({ state, statement: { body }, hash, at }): TrustState => {
    const { secretariat: founders, ...facts } = body;
    let next: TrustState = { ...state, network: { id: hash, ...facts } };
    for (const key of founders) {
      next = withCertificate(withId(next, key.officer, { names: 'secretariat' }), key.certificate, { kind: 'secretariat', officer: key.officer });
      next = { ...next, secretariat: next.secretariat.with(key.officer, admitted(key, null, { state, at })) };
    }
    return next;
  },
};
