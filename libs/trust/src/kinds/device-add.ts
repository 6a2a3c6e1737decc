import { refuse } from '../refusal.ts';
import type { Rule } from '../rule.ts';
import { withId } from '../state.ts';

/** A device named by its officer's own key. It has a chain of its own, so that enrolling one leaves every other draft valid. */
export const deviceAdd: Rule<'device.add'> = {
  kind: 'device.add',
  changes: 'devices',
  signedBy: 'the officer’s own key',
  object: ({ state, statement: { roster, subject, body } }) => {
    const use = state.ids.get(roster);
    const isOfficer = use?.names === 'officer' || use?.names === 'secretariat' || use?.names === 'auditor';
    if (!isOfficer) return refuse('unknown-officer', roster);
    if (body.member !== ('member' in use ? use.member : null)) return refuse('wrong-subject');
    return state.ids.has(subject) ? refuse('id-in-use', subject) : null;
  },
  demand: ({ statement: { roster } }) => ({ groups: [{ who: 'officer', least: 1, most: 1, may: ({ officer }) => officer.id === roster }], coSigners: [] }),
  apply: ({ state, statement: { roster, subject, body }, at }, [signer]) => {
    const device = { id: subject, device: body.device, certificate: signer!.certificate, at };
    return withId({ ...state, devices: state.devices.with(roster, [...(state.devices.get(roster) ?? []), device]) }, subject, { names: 'device' });
  },
};
