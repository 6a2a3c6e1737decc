// The port TrustView: where somebody stands and where a member is written to, by the server's replay.
import { Injectable } from '@nestjs/common';
import { TrustAt, type Epoch, type TrustState } from '#trust';
import { Database, type Tx } from '../platform/database.ts';
import { CertificateRepository } from './certificate.repository.ts';
import { LiveTrust } from './live-trust.ts';
import { TrustView, type Mailbox, type Standing } from './membership.port.ts';

@Injectable()
export class ReadStanding extends TrustView {
  /** What was last read for `mailboxes`: it follows from the state and from certificates, which never change. */
  private known: { readonly state: TrustState; readonly mailboxes: readonly Mailbox[] } | null = null;

  constructor(
    private readonly live: LiveTrust,
    private readonly certificates: CertificateRepository,
    private readonly database: Database,
  ) {
    super();
  }

  async standing(officer: string): Promise<Standing> {
    return standingOf(await this.live.newest(), officer);
  }

  async devicesOf(officer: string): Promise<readonly string[]> {
    return new TrustAt(await this.live.newest()).devicesOf(officer).map(({ id }) => id);
  }

  async standingIn(tx: Tx, officer: string): Promise<Standing> {
    return standingOf(await this.live.heldIn(tx), officer);
  }

  async mailboxIn(tx: Tx, member: string): Promise<Mailbox | null> {
    const view = new TrustAt(await this.live.heldIn(tx));
    return view.member(member) === null ? null : (await this.mailboxesOf(tx, view, [member]))[0]!;
  }

  async mailboxes(): Promise<readonly Mailbox[]> {
    const state = await this.live.newest();
    if (this.known?.state === state) return this.known.mailboxes;
    const view = new TrustAt(state);
    const mailboxes = await this.database.transaction((tx) => this.mailboxesOf(tx, view, view.members().map(({ id }) => id)), 'system');
    this.known = { state, mailboxes };
    return mailboxes;
  }

  async auditScope(officer: string): Promise<readonly string[] | null> {
    const auditor = new TrustAt(await this.live.newest()).auditors().find(({ id }) => id === officer);
    return auditor === undefined ? [] : auditor.scope;
  }

  async size(): Promise<number> {
    return (await this.live.newest()).tree.range.size;
  }

  async network(): Promise<{ id: string; name: string; demonstration: boolean } | null> {
    const { network } = await this.live.newest();
    return network === null ? null : { id: network.id, name: network.name, demonstration: network.demonstration };
  }

  private async mailboxesOf(tx: Tx, view: TrustAt, members: readonly string[]): Promise<Mailbox[]> {
    const standings = members.map((member) => [member, view.currentEpoch(member)] as const);
    const current = standings.flatMap(([, { standing, epoch }]) => (standing === 'current' ? [epoch.certificate] : []));
    const fingerprints = await this.certificates.encryptionFingerprints(tx, current);
    const epochOf = ({ id, certificate }: Epoch) => ({ id, certificate, encryptionFingerprint: fingerprints.get(certificate)! });
    return standings.map(([member, { standing, epoch }]) => ({
      member,
      authority: view.member(member)!.authority,
      epoch: standing === 'current' ? epochOf(epoch) : null,
      readers: view.readersOf(member).length,
    }));
  }
}

export function standingOf(state: TrustState, id: string): Standing {
  const view = new TrustAt(state);
  const role = view.roleOf(id);
  const known = view.officer(id);
  if (role === null || known === null) return { role: 'pending', member: null, certificate: null, sends: false };
  const { certificate } = known.officer;
  return { role, member: known.use.kind === 'officer' ? known.use.member : null, certificate, sends: view.canSend(certificate) };
}
