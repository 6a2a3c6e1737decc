// An authority that applies, by the workflows of libs/client: what a browser without an account would do.
import {
  formOf, HubClient, newApplicationLink, prepareSubmission, readSecretariat, saveApplication, secretsOfLink, storeScan, submitApplication,
  type LinkSecrets, type OpenedApplication, type PreparedSubmission, type SecretariatKeys,
} from '#client';
import { utf8, uuidV7, type ApplicationDraft, type Bytes, type ScanRef } from '#protocol';

/** Words that nobody but the applicant and the secretariat may find anywhere. */
export const PRIVATE = { name: 'Heronimus Quillfeather', telephone: '+99 555 0172 338', basis: 'Statute of the Marsh, section 12', reference: 'NV/HERON/2026/77', scanned: 'signed and sealed by the heron' };

export const SCAN: Bytes = utf8(`%PDF-1.7\n${PRIVATE.scanned}\n%%EOF\n`);

export function draftFor(state: string, authority: string | null, authorityName: string, scan: ScanRef | null): ApplicationDraft {
  const person = (name: string) => ({ name, function: 'Head of unit', telephone: PRIVATE.telephone, email: '' });
  return {
    state, authority, authorityName, description: '', legalBasis: PRIVATE.basis, article36: 'designated', focalPoints: [person(PRIVATE.name)], securityOfficers: [person('First founder'), person('Second founder')],
    confirmation: 'Permanent mission, Vienna', instrument: { kind: 'note-verbale', reference: PRIVATE.reference, scan }, email: 'applicant@demonstration.example',
  };
}

export class Applicant {
  readonly hub: HubClient;
  readonly id = uuidV7();
  readonly link = newApplicationLink();
  readonly secrets: LinkSecrets = secretsOfLink(this.link)!;
  prepared: PreparedSubmission | null = null;

  /** `address`: as the one proxy in front would name it. */
  constructor(hubUrl: string, address: string) {
    const send: typeof fetch = (input, init) => {
      const headers = new Headers(init?.headers);
      headers.set('x-forwarded-for', address);
      return fetch(input, { ...init, headers });
    };
    this.hub = new HubClient({ baseUrl: hubUrl, client: 'tests', fetch: send });
  }

  async secretariat(): Promise<SecretariatKeys> {
    return (await readSecretariat(this.hub))!;
  }

  save(version: number, draft: ApplicationDraft): Promise<OpenedApplication> {
    return saveApplication(this.hub, this.secrets, this.id, version, draft);
  }

  /** Draft, scan, and the form sealed; not handed in yet. */
  async prepare(state: string, authority: string | null, authorityName: string, version = 0): Promise<PreparedSubmission> {
    await this.save(version, draftFor(state, authority, authorityName, null));
    const scan = await storeScan(this.hub, this.secrets, this.id, { name: 'Nomination.pdf', plain: SCAN });
    const draft = draftFor(state, authority, authorityName, scan);
    await this.save(version + 1, draft);
    const made = formOf(draft, this.secrets);
    if (!made.ok) throw new Error(made.paths.join());
    this.prepared = await prepareSubmission(this.id, made.form, { email: draft.email, language: 'fr' }, this.secrets, await this.secretariat());
    return this.prepared;
  }

  submit(prepared: PreparedSubmission): Promise<OpenedApplication> {
    return submitApplication(this.hub, this.secrets, this.id, prepared);
  }
}
