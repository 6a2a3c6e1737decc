// Enrolment by invitation: a credential begun, then the account made. What is stored is pending until a roster names the officer.
import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { readCertificate } from '#openpgp';
import { canonicalBytes, fromBase64Url, Problem, type Json, type NewCredential, type OfficerCard, type WrappedVault } from '#protocol';
import { AuditLog } from '../audit/audit.port.ts';
import { Certificates, OfficerCards, TrustView } from '../membership/membership.port.ts';
import { Clock } from '../platform/clock.ts';
import { sqlState, type Tx } from '../platform/database.ts';
import { AccountRepository, type Account } from './account.repository.ts';
import { InvitationRepository, type Invitation } from './invitation.repository.ts';
import { CredentialOffers, type CredentialOwner } from './new-credential.ts';
import { OpenInvitation } from './open-invitation.ts';
import { requireNetwork } from './own-vaults.ts';
import { SignIn, type SignedIn } from './sign-in.ts';
import { StoreCredential } from './store-credential.ts';
import { requirePresentTerms, Terms } from './terms.ts';

export interface Enrolment {
  readonly token: string;
  readonly certificate: string;
  readonly card: OfficerCard;
  readonly credential: NewCredential;
  readonly vault: WrappedVault;
  /** The version of the terms of use that was accepted. */
  readonly terms: number;
}

function ownerOf({ id, officer, sign_in_name }: Invitation): CredentialOwner {
  return { bound: id, officer, signInName: sign_in_name };
}

@Injectable()
export class BeginEnrolment {
  constructor(
    private readonly open: OpenInvitation,
    private readonly offers: CredentialOffers,
  ) {}

  passphrase(token: string, request: string) {
    return this.open.within(token, (tx, invitation) => this.offers.passphrase(tx, ownerOf(invitation), request));
  }
  passkey(token: string) {
    return this.open.within(token, (tx, invitation) => this.offers.passkey(tx, ownerOf(invitation), []));
  }
}

/** Stores account, certificate and card of an invited person, and uses the invitation up. */
@Injectable()
export class MakeAccount {
  constructor(
    private readonly accounts: AccountRepository,
    private readonly invitations: InvitationRepository,
    private readonly certificates: Certificates,
    private readonly cards: OfficerCards,
    private readonly clock: Clock,
  ) {}

  /** Throws Problem('certificate-refused') unless the certificate is well-formed, names the invited officer, and is nobody else's. */
  async execute(tx: Tx, invitation: Invitation, certificate: Uint8Array, card: OfficerCard): Promise<Account> {
    if (card.officer !== invitation.officer) throw new Problem('bad-request', { fields: [{ path: 'body.card.officer', reason: 'is not the invited officer' }] });
    const read = await readCertificate(certificate);
    if (!read.ok) throw new Problem('certificate-refused', { verdict: read.reason });
    if (read.certificate.userId !== invitation.officer) throw new Problem('certificate-refused', { verdict: 'names-another-officer' });
    const account = {
      id: randomUUID(),
      invitation: invitation.id,
      officer: invitation.officer,
      sign_in_name: invitation.sign_in_name,
      certificate: await this.certificates.put(tx, certificate),
      card_hash: await this.cards.put(tx, canonicalBytes(card as Json)),
      email: invitation.email,
      created: this.clock.now(),
    };
    await this.accounts.insert(tx, account).catch((error: unknown) => {
      throw sqlState(error) === '23505' ? new Problem('certificate-refused', { verdict: 'in-use' }) : error;
    });
    await this.invitations.markUsed(tx, invitation.id);
    return account;
  }
}

@Injectable()
export class EnrolmentRecords {
  constructor(
    private readonly audit: AuditLog,
    private readonly terms: Terms,
    private readonly signIn: SignIn,
  ) {}

  async completed(tx: Tx, invitation: Invitation, account: Account, credential: { id: string; method: NewCredential['method'] }, client: string): Promise<SignedIn> {
    await this.audit.record(tx, {
      action: 'enrolment.complete', object: { kind: 'officer', id: account.officer },
      details: { invitation: invitation.id, certificate: account.certificate }, actor: { officer: account.officer, member: null },
    });
    await this.terms.accepted(tx, { account: account.id, officer: account.officer, member: null });
    return this.signIn.begin(tx, { account: account.id, credential: credential.id }, credential.method, client);
  }
}

@Injectable()
export class CompleteEnrolment {
  constructor(
    private readonly open: OpenInvitation,
    private readonly trust: TrustView,
    private readonly accounts: MakeAccount,
    private readonly credentials: StoreCredential,
    private readonly records: EnrolmentRecords,
  ) {}

  /** All or nothing; the new account is signed in. Throws Problem('conflict') for other terms than the present ones, else as OpenInvitation, MakeAccount and StoreCredential do. */
  async execute({ token, certificate, card, credential, vault, terms }: Enrolment, client: string): Promise<SignedIn> {
    requirePresentTerms(terms);
    requireNetwork(vault, await this.trust.network());
    return this.open.within(token, async (tx, invitation) => {
      const account = await this.accounts.execute(tx, invitation, fromBase64Url(certificate), card);
      const { id, method } = await this.credentials.store(tx, { ...ownerOf(invitation), account: account.id, session: null }, credential, vault);
      return this.records.completed(tx, invitation, account, { id, method }, client);
    });
  }
}
