// Enrolment: the workflows of libs/client, with the network's phrase beside what the hub says of the invitation.
import { enrolWithPasskey, enrolWithPassphrase, generatePassphrase, openInvitation, type AboutMe, type Authenticators, type Client, type Enrolled, type TotpOffer } from '#client';
import { TERMS_VERSION, type EnrolmentView, type SessionView } from '#protocol';
import { phrase } from '#trust';

export interface OpenedInvitation {
  readonly view: EnrolmentView;
  /** Twelve words to compare with those that came with the invitation; null before the network has its genesis. */
  readonly phrase: readonly string[] | null;
  /** A passphrase made here, should the invited person choose to sign in by passphrase. */
  readonly passphrase: string;
  /** The terms of use that enrolling accepts. */
  readonly terms: number;
}

export interface EnrolHooks {
  opened(who: SessionView): Promise<void>;
  /** Shows the offer to the user's authenticator app and answers the code it gives. */
  readCode(offer: TotpOffer): Promise<string>;
}

export function enrolApi(client: Client, authenticators: Authenticators, hooks: EnrolHooks) {
  const done = async (enrolled: Enrolled) => {
    await hooks.opened(enrolled.session);
    return enrolled;
  };
  return {
    openInvitation: async (token: string): Promise<OpenedInvitation> => {
      const view = await openInvitation(client, token);
      return { view, phrase: view.network && phrase(view.network.id), passphrase: generatePassphrase(), terms: TERMS_VERSION };
    },
    enrolWithPasskey: async (token: string, view: EnrolmentView, about: AboutMe, label: string) => done(await enrolWithPasskey(client, { token, view }, about, { authenticators, label })),
    enrolWithPassphrase: async (token: string, view: EnrolmentView, about: AboutMe, label: string, passphrase: string) =>
      done(await enrolWithPassphrase(client, { token, view }, about, { passphrase, label, readCode: hooks.readCode })),
  };
}
