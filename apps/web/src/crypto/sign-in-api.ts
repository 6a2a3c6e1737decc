// Sign-in, step-up and further credentials: the workflows of libs/client with this device's memory and the page's authenticators.
import { addPasskey, bindVaultToNetwork, signInWithPasskey, signInWithPassphrase, signOut, unlockWith, type Authenticators, type Client, type PassphraseEntry, type SignedIn, type Unlocking } from '#client';
import { Problem, type SessionView } from '#protocol';
import { Failure } from './channel.ts';

/** open: signed in and unlocked. recovery-code: signed in, but this device needs the code of the recovery sheet first. */
export type SignInOutcome =
  | { readonly kind: 'open'; readonly who: SessionView }
  | { readonly kind: 'recovery-code'; readonly who: SessionView; readonly wrong: boolean };

export interface SignInHooks {
  /** The keyring is open for this officer. */
  opened(who: SessionView): Promise<void>;
  /** The recovery code was typed, on a device that had none. */
  typedCode(): void;
  /** Whatever was opened for an officer. */
  forget(): void;
  /** Whose keys are in memory; null when locked. */
  who(): SessionView | null;
}

export function signInApi(client: Client, authenticators: Authenticators, hooks: SignInHooks) {
  /** What waits for the recovery code. */
  let waiting: { who: SessionView; unlocking: Unlocking } | null = null;

  const conclude = async (signed: SignedIn, unlocking: Unlocking): Promise<SignInOutcome> => {
    waiting = null;
    if (signed.outcome === 'refused') throw new Failure('sign-in-failed');
    if (signed.outcome === 'vault-rolled-back') throw new Failure('vault-rolled-back');
    if (signed.outcome === 'recovery-code-needed') {
      waiting = { who: signed.session, unlocking };
      return { kind: 'recovery-code', who: signed.session, wrong: signed.tried };
    }
    await bindVaultToNetwork(client, signed.session, unlocking);
    await hooks.opened(signed.session);
    return { kind: 'open', who: signed.session };
  };
  const byPasskey = async (purpose: 'sign-in' | 'step-up') => {
    const signed = await signInWithPasskey(client, authenticators, undefined, purpose);
    if (!signed.unlocking) throw new Failure('sign-in-failed');
    return conclude(signed, signed.unlocking);
  };
  const byPassphrase = async (entry: PassphraseEntry, purpose: 'sign-in' | 'step-up') => conclude(await signInWithPassphrase(client, entry, purpose), { kind: 'passphrase' });

  return {
    signInWithPasskey: () => byPasskey('sign-in'),
    signInWithPassphrase: (entry: PassphraseEntry) => byPassphrase(entry, 'sign-in'),
    giveRecoveryCode: async (code: string) => {
      if (!waiting) throw new Problem('not-signed-in');
      const { who, unlocking } = waiting;
      const isUnknown = (await client.memory.recoveryCode(who.officer)) === null;
      const outcome = await conclude(await unlockWith(client, who, unlocking, code), unlocking);
      if (outcome.kind === 'open' && isUnknown) hooks.typedCode();
      return outcome;
    },
    stepUpWithPasskey: () => byPasskey('step-up'),
    stepUpWithPassphrase: (passphrase: string, code: string) => byPassphrase({ passphrase, code }, 'step-up'),
    /** Forgets the keys first; the session ends even if the hub can only be told later. */
    signOut: () => {
      hooks.forget();
      return signOut(client);
    },
    addPasskey: (label: string) => {
      const who = hooks.who();
      if (!who) throw new Failure('locked');
      return addPasskey(client, who, authenticators, label);
    },
  };
}
