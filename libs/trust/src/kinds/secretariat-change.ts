import { admitted } from '../officer-terms.ts';
import { refuse } from '../refusal.ts';
import { bySecretariat, objectToKeys, type Rule } from '../rule.ts';
import { withCertificate, withFacts, withId } from '../state.ts';

/** Officers of the secretariat come and go, and its threshold with them. By the threshold from before; who leaves may sign. */
export const secretariatChange: Rule<'secretariat.change'> = {
  kind: 'secretariat.change',
  changes: 'secretariat',
  signedBy: 'k secretariat officers and those admitted',
  object: ({ state, statement: { body } }) => {
    const { demonstration, threshold } = state.network!;
    if (body.admit.length === 0 && body.remove.length === 0 && body.threshold === threshold) return refuse('nothing-changes');
    for (const id of body.remove) {
      const officer = state.secretariat.get(id);
      if (officer === undefined) return refuse('unknown-officer', id);
      if (officer.removedAt !== null) return refuse('already-removed', id);
    }
    const serving = [...state.secretariat.values()].filter(({ removedAt }) => removedAt === null).length;
    if (body.threshold > serving - body.remove.length + body.admit.length) return refuse('threshold-impossible', 'threshold');
    if (body.threshold === 1 && !demonstration) return refuse('threshold-one');
    return objectToKeys(state, body.admit);
  },
  demand: ({ state, statement }) => bySecretariat(state, statement.body.admit.map((key) => key.certificate)),
  apply: ({ state, statement: { body }, at }) => {
    let next = withFacts(state, { threshold: body.threshold }, at);
    let { secretariat } = next;
    for (const id of body.remove) secretariat = secretariat.with(id, { ...secretariat.get(id)!, removedAt: at });
    for (const key of body.admit) {
      next = withCertificate(withId(next, key.officer, { names: 'secretariat' }), key.certificate, { kind: 'secretariat', officer: key.officer });
      secretariat = secretariat.with(key.officer, admitted(key, null, { state, at }));
    }
    return { ...next, secretariat };
  },
};
