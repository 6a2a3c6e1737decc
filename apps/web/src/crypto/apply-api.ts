// An applicant without an account: the workflows of libs/client behind the link's end. Nothing here needs a keyring.
import {
  formOf, newApplicationLink, openApplication, prepareSubmission, readSecretariat, saveApplication, secretsOfLink, storeScan, submitApplication, withdrawApplication,
  type Client, type LinkSecrets, type OpenedApplication, type PreparedSubmission,
} from '#client';
import { canonicalText, SCAN_LIMIT, uuidV7, type ApplicationDraft, type Json, type ScanRef, type UnLanguage } from '#protocol';
import { phrase } from '#trust';
import { Failure } from './channel.ts';

export interface SecretariatKeysView {
  readonly network: string;
  readonly name: string;
  /** To be compared with the words that the secretariat publishes elsewhere. */
  readonly phrase: readonly string[];
  readonly officers: number;
}

export interface NewApplication {
  readonly token: string;
  readonly id: string;
}

export type Submitted = { readonly ok: true; readonly opened: OpenedApplication } | { readonly ok: false; /** Fields that are missing or off, by path. */ readonly paths: readonly string[] };

/** How a window opens an application: by the end of its link, and once it is known by its id. */
export interface ApplicationPlace {
  readonly token: string;
  readonly id: string;
}

function secretsOf(token: string): LinkSecrets {
  const secrets = secretsOfLink(token);
  if (secrets === null) throw new Failure('not-found');
  return secrets;
}

export function applyApi({ hub }: Pick<Client, 'hub'>) {
  /** What was sealed for sending: sent again it is the same submission, however often the answer is lost. */
  let sealed: { readonly of: string; readonly prepared: PreparedSubmission } | null = null;
  return {
    newApplication: (): NewApplication => ({ token: newApplicationLink(), id: uuidV7() }),
    /** The secretariat by the signed statements since the founding; null while there is no network. */
    secretariatKeys: async (): Promise<SecretariatKeysView | null> => {
      const keys = await readSecretariat(hub);
      return keys && { network: keys.network, name: keys.name, phrase: phrase(keys.network), officers: keys.certificates.length };
    },
    openApplication: (token: string): Promise<OpenedApplication> => openApplication(hub, secretsOf(token)),
    saveApplication: ({ token, id }: ApplicationPlace, version: number, draft: ApplicationDraft): Promise<OpenedApplication> => saveApplication(hub, secretsOf(token), id, version, draft),
    storeScan: async ({ token, id }: ApplicationPlace, file: File): Promise<ScanRef> => {
      if (file.size > SCAN_LIMIT) throw new Failure('too-large');
      return storeScan(hub, secretsOf(token), id, { name: file.name.slice(0, 255), plain: new Uint8Array(await file.arrayBuffer()) });
    },
    /** `network`: the one whose phrase was compared. */
    submitApplication: async ({ token, id }: ApplicationPlace, draft: ApplicationDraft, language: UnLanguage, network: string): Promise<Submitted> => {
      const secrets = secretsOf(token);
      const made = formOf(draft, secrets);
      if (!made.ok) return made;
      const of = canonicalText({ id, draft, network } as Json);
      if (sealed?.of !== of) {
        const keys = await readSecretariat(hub);
        if (keys?.network !== network) throw new Failure('log-refused', { verdict: 'wrong-network' });
        sealed = { of, prepared: await prepareSubmission(id, made.form, { email: draft.email, language }, secrets, keys) };
      }
      try {
        return { ok: true, opened: await submitApplication(hub, secrets, id, sealed.prepared) };
      } catch (error) {
        // The secretariat changed meanwhile: sealed anew next time.
        if ((error as { code?: unknown }).code === 'recipients-refused') sealed = null;
        throw error;
      }
    },
    withdrawApplication: ({ token, id }: ApplicationPlace): Promise<void> => withdrawApplication(hub, secretsOf(token), id),
  };
}
