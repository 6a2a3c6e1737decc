import { refuse } from '../refusal.ts';
import { bySecretariat, objectToNoteKeys, type Rule } from '../rule.ts';
import { withFacts } from '../state.ts';

/** Other witnesses, another number of them. The logs' own keys are for good. */
export const networkPolicy: Rule<'network.policy'> = {
  kind: 'network.policy',
  changes: 'secretariat',
  signedBy: 'k secretariat officers',
  object: ({ state, statement: { body } }) => {
    if (body.policy > body.witnesses.length) return refuse('threshold-impossible', 'policy');
    const { logs } = state.network!;
    return objectToNoteKeys([logs.trust, logs.audit, ...body.witnesses]);
  },
  demand: ({ state }) => bySecretariat(state, []),
  apply: ({ state, statement: { body }, at }) => withFacts(state, { witnesses: body.witnesses, policy: body.policy }, at),
};
