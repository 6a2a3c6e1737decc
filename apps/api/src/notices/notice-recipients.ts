// Whom a topic concerns, where their mail goes, and in which language.
import { Injectable } from '@nestjs/common';
import { UN_LANGUAGES, type NoticeKind, type UnLanguage } from '#protocol';
import { Applicants } from '../applications/applications.port.ts';
import { Accounts, AddressChanges } from '../identity/identity.port.ts';
import { OfficerCards, Rosters } from '../membership/membership.port.ts';
import type { Tx } from '../platform/database.ts';
import type { OutboxTopics } from '../platform/outbox.ts';
import { whomItConcerns, type Concern, type Concerned } from './whom-it-concerns.ts';

export interface Recipient {
  /** Account, or the invitation of somebody who has none yet. */
  readonly id: string;
  readonly account: string | null;
  /** Whose choices hold where the notice is on no account's list: mail to an address that is not, or no longer, theirs. */
  readonly of?: string;
  readonly email: string;
  /** Null: not known. */
  readonly language: UnLanguage | null;
  readonly code?: string;
}

export interface Announcement {
  readonly kind: NoticeKind;
  readonly recipients: readonly Recipient[];
}

const READS = new Set(['security', 'officer', 'reader']);
const SENDS = new Set(['security', 'officer']);

@Injectable()
export class NoticeRecipients {
  constructor(
    private readonly accounts: Accounts,
    private readonly changes: AddressChanges,
    private readonly rosters: Rosters,
    private readonly cards: OfficerCards,
    private readonly applicants: Applicants,
  ) {}

  /** Everybody who reads the mailbox of one of the members. */
  async ofMessage(tx: Tx, { members }: OutboxTopics['message.waiting']): Promise<Announcement> {
    const rosters = await Promise.all(members.map((member) => this.rosters.officersOf(member)));
    return { kind: 'message-waiting', recipients: await this.officers(tx, rosters.flat().filter(({ role }) => READS.has(role)).map(({ officer }) => officer)) };
  }

  /** Whose portals, once open, renew the keys. */
  async ofKeys(tx: Tx, { member }: OutboxTopics['keys.overdue']): Promise<Announcement> {
    const roster = await this.rosters.officersOf(member);
    return { kind: 'keys-overdue', recipients: await this.officers(tx, roster.filter(({ role }) => SENDS.has(role)).map(({ officer }) => officer)) };
  }

  async ofAccount(tx: Tx, { account, notice }: OutboxTopics['account.notice']): Promise<Announcement> {
    const officer = await this.accounts.officerOf(tx, account);
    return { kind: notice, recipients: officer === null ? [] : await this.officers(tx, [officer]) };
  }

  /** The new address alone: it proves itself by the code. */
  async ofAskedAddress(tx: Tx, { change }: OutboxTopics['address.asked']): Promise<Announcement> {
    return { kind: 'address-code', recipients: await this.aboutChange(tx, change) };
  }

  /** Both addresses: whoever lost the one from before may be reading there. */
  async ofChangedAddress(tx: Tx, { change, account }: OutboxTopics['address.changed']): Promise<Announcement> {
    const officer = await this.accounts.officerOf(tx, account);
    const now = officer === null ? [] : await this.officers(tx, [officer]);
    return { kind: 'address-changed', recipients: [...now.filter((one) => one.account === account), ...(await this.aboutChange(tx, change))] };
  }

  async ofInvitation(tx: Tx, { invitation }: OutboxTopics['invitation.made']): Promise<Announcement> {
    const email = await this.accounts.invitationAddress(tx, invitation);
    return { kind: 'invitation', recipients: email === null ? [] : [{ id: invitation, account: null, email, language: null }] };
  }

  async ofApplicant(tx: Tx, { application }: OutboxTopics['application.changed']): Promise<Announcement> {
    const address = await this.applicants.addressOf(tx, application);
    return { kind: 'application-changed', recipients: address === null ? [] : [{ id: application, account: null, ...address }] };
  }

  async ofWaitingApplication(tx: Tx): Promise<Announcement> {
    const officers = await this.rosters.secretariat();
    return { kind: 'application-waits', recipients: await this.officers(tx, officers.map(({ officer }) => officer)) };
  }

  /** A member's security officers: one of them attests each officer but themselves. */
  async ofAttestation(tx: Tx, { member }: OutboxTopics['attestation.due']): Promise<Announcement> {
    const roster = await this.rosters.officersOf(member);
    return { kind: 'attestation-due', recipients: await this.officers(tx, roster.filter(({ role }) => role === 'security').map(({ officer }) => officer)) };
  }

  /** Everybody whom a statement concerns, each once; for log.time, the officers of members for whom it brought something about. */
  async ofStatement(tx: Tx, { index }: OutboxTopics['statement.appended']): Promise<Announcement[]> {
    const statement = (await this.rosters.entryAt(tx, index))?.statement;
    if (statement === undefined) return [];
    const changed = statement.kind === 'log.time' ? await this.rosters.changedAt(index) : [];
    const concerns: Concern[] = [...whomItConcerns(statement), ...changed.map((member) => ({ kind: 'membership-changed' as const, whom: [{ member }] }))];
    const told = new Set<string>();
    const announcements: Announcement[] = [];
    for (const { kind, whom } of concerns) {
      const officers = (await Promise.all(whom.map((one) => this.named(one)))).flat().filter((officer) => !told.has(officer));
      for (const officer of officers) told.add(officer);
      announcements.push({ kind, recipients: await this.officers(tx, officers) });
    }
    return announcements;
  }

  /** The secretariat, when a proposal waits for it; whoever proposed, when it was decided. */
  async ofEntryProposal(tx: Tx, { moved, member, officer }: OutboxTopics['directory.proposal']): Promise<Announcement> {
    if (moved === 'waiting') {
      const others = (await this.rosters.secretariat()).filter((one) => one.officer !== officer);
      return { kind: 'directory-proposal', recipients: await this.officers(tx, others.map((one) => one.officer)) };
    }
    return { kind: 'directory-decided', recipients: await this.officers(tx, member === null ? [officer] : await this.securityOfficers(member)) };
  }

  /** The member's security officers; the secretariat, when they did not answer. */
  async ofReminder(tx: Tx, { member, step }: OutboxTopics['directory.reminder']): Promise<Announcement> {
    if (step === 'escalated') return { kind: 'directory-escalated', recipients: await this.officers(tx, (await this.rosters.secretariat()).map(({ officer }) => officer)) };
    return { kind: step === 'overdue' ? 'directory-overdue' : 'directory-confirm', recipients: await this.officers(tx, await this.securityOfficers(member)) };
  }

  private async aboutChange(tx: Tx, change: string): Promise<Recipient[]> {
    const told = await this.changes.toTell(tx, change);
    if (told === null) return [];
    const language = (await this.languages(tx, [told.officer])).get(told.officer) ?? null;
    return [{ id: change, account: null, of: told.account, email: told.address, language, ...(told.code === null ? {} : { code: told.code }) }];
  }

  private async named(whom: Concerned): Promise<readonly string[]> {
    if (whom === 'secretariat') return (await this.rosters.secretariat()).map(({ officer }) => officer);
    return 'officer' in whom ? [whom.officer] : (await this.rosters.officersOf(whom.member)).map(({ officer }) => officer);
  }

  private async securityOfficers(member: string): Promise<string[]> {
    return (await this.rosters.officersOf(member)).filter(({ role }) => role === 'security').map(({ officer }) => officer);
  }

  private async officers(tx: Tx, officers: readonly string[]): Promise<Recipient[]> {
    const addresses = await this.accounts.noticeAddresses(tx, [...new Set(officers)]);
    const languages = await this.languages(tx, addresses.map(({ officer }) => officer));
    return addresses.map(({ account, officer, email }) => ({ id: account, account, email, language: languages.get(officer) ?? null }));
  }

  /** By officer, the first language of their card that there is. */
  private async languages(tx: Tx, officers: readonly string[]): Promise<ReadonlyMap<string, UnLanguage>> {
    const cards = new Map<string, string>();
    for (const officer of officers) {
      const card = await this.rosters.cardOf(officer);
      if (card !== null) cards.set(officer, card);
    }
    const known = await this.cards.read(tx, [...cards.values()]);
    const spoken = [...cards].flatMap(([officer, card]) => (known.get(card)?.languages ?? []).flatMap((tag) => UN_LANGUAGES.find((language) => language === tag) ?? []).slice(0, 1).map((language) => [officer, language] as const));
    return new Map(spoken);
  }
}
