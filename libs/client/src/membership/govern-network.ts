// The secretariat's own matters: its roster and threshold, the witnesses, releases. k secretariat officers sign each, and those admitted.
import type { Proposal, StatementOf } from '#protocol';
import { draft, TrustAt } from '#trust';
import { submitOnNewest, type OfficerSession } from './submit-statement.ts';

/** `threshold`: as it is to be from then on. */
export type SecretariatChange = StatementOf<'secretariat.change'>['body'];
export type ReleaseFiles = StatementOf<'release.publish'>['body']['files'];

/** Null: nothing would change. */
export async function proposeSecretariatChange(session: OfficerSession, change: SecretariatChange): Promise<Proposal | null> {
  return submitOnNewest(session, async (state) => {
    const serving = new Set(new TrustAt(state).secretariat().map(({ id }) => id));
    const remove = change.remove.filter((id) => serving.has(id));
    const admit = change.admit.filter(({ officer }) => !serving.has(officer));
    if (admit.length === 0 && remove.length === 0 && change.threshold === state.network?.threshold) return null;
    return { statement: draft.secretariatChange({ state, now: Date.now() }, { admit, remove, threshold: change.threshold }) };
  });
}

/** `policy`: how many of the witnesses must have cosigned. Null: it is so already. */
export async function proposePolicy(session: OfficerSession, witnesses: string[], policy: number): Promise<Proposal | null> {
  return submitOnNewest(session, async (state) => {
    const now = state.network;
    const same = now !== null && now.policy === policy && now.witnesses.join(' ') === witnesses.join(' ');
    return same ? null : { statement: draft.networkPolicy({ state, now: Date.now() }, witnesses, policy) };
  });
}

/** What the files of a release hash to. Null: this version was published. */
export async function proposeRelease(session: OfficerSession, version: string, files: ReleaseFiles): Promise<Proposal | null> {
  return submitOnNewest(session, async (state) =>
    new TrustAt(state).releases().some((release) => release.version === version) ? null : { statement: draft.releasePublish({ state, now: Date.now() }, { version, files }) },
  );
}
