import { refuse } from '../refusal.ts';
import { bySecretariat, type Rule } from '../rule.ts';

/** What the files of a release hash to, so that nobody is served another. A version is published once. */
export const releasePublish: Rule<'release.publish'> = {
  kind: 'release.publish',
  changes: 'secretariat',
  signedBy: 'k secretariat officers',
  object: ({ state, statement: { body } }) => (state.releases.some(({ version }) => version === body.version) ? refuse('already-published', body.version) : null),
  demand: ({ state }) => bySecretariat(state, []),
  apply: ({ state, statement: { body }, at }) => ({ ...state, releases: [...state.releases, { version: body.version, files: body.files, at }] }),
};
