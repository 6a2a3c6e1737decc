import { refuse, type Objection } from '../refusal.ts';
import { admitted, byNobodyElse, objectToKeys, type Offer, type Rule } from '../rule.ts';
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
    // name+hash+key, where the key, in base64, may hold a plus itself.
    const keys = [body.logs.trust, body.logs.audit, ...body.witnesses].map((key) => key.split('+').slice(2).join('+'));
    if (new Set(keys).size !== keys.length) return refuse('keys-repeat');
    return objectToKeys(state, body.secretariat);
  },
  demand: ({ statement }) => byNobodyElse(statement.body.secretariat.map((key) => key.certificate)),
  apply: ({ state, statement: { body }, hash, at }): TrustState => {
    const { secretariat: founders, ...facts } = body;
    let next: TrustState = { ...state, network: { id: hash, ...facts } };
    for (const key of founders) {
      next = withCertificate(withId(next, key.officer, { names: 'secretariat' }), key.certificate, { kind: 'secretariat', officer: key.officer });
      next = { ...next, secretariat: next.secretariat.with(key.officer, admitted(key, null, at)) };
    }
    return next;
  },
};
