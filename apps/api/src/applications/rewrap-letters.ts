// What was sealed before an officer came to the secretariat is wrapped for them by a colleague's client.
import { Injectable } from '@nestjs/common';
import { readKeyPackets } from '#openpgp';
import { applicationRoutes as routes, Problem, toBase64Url, type RouteAnswer, type RouteInput } from '#protocol';
import { AuditLog } from '../audit/audit.port.ts';
import { Rosters, TrustView, type SecretariatOfficer } from '../membership/membership.port.ts';
import { Database } from '../platform/database.ts';
import { LetterRepository } from './letter.repository.ts';
import { requireSecretariat } from './require-secretariat.ts';

/** Letters in one answer. */
const PAGE = 50;

@Injectable()
export class RewrapLetters {
  constructor(
    private readonly database: Database,
    private readonly letters: LetterRepository,
    private readonly trust: TrustView,
    private readonly rosters: Rosters,
    private readonly audit: AuditLog,
  ) {}

  /** Throws Problem('recipients-refused') unless the certificate is an officer's of the secretariat. */
  async lacking(certificate: string): Promise<RouteAnswer<typeof routes.lettersLacking>> {
    const caller = requireSecretariat(routes.lettersLacking);
    await this.officerOf(certificate);
    const { certificate: mine } = await this.trust.standing(caller.officer);
    return this.database.transaction(async (tx) => {
      const found = await this.letters.lacking(tx, mine ?? '', certificate, PAGE + 1);
      return { letters: found.slice(0, PAGE).map(({ id, body, packet }) => ({ id, body: toBase64Url(body), packet: toBase64Url(packet!) })), more: found.length > PAGE };
    });
  }

  /** Packets for letters that have one already, or are gone, are left aside. Throws Problem('recipients-refused' | 'message-refused'). */
  async add({ certificate, keys }: RouteInput<typeof routes.addLetterKeys>['body']): Promise<void> {
    requireSecretariat(routes.addLetterKeys);
    const { encryptionFingerprint } = await this.officerOf(certificate);
    for (const { packet } of keys) {
      const read = readKeyPackets([Buffer.from(packet, 'base64url')]);
      if (!read.ok) throw new Problem('message-refused', { verdict: read.reason });
      if (read.recipients[0] !== encryptionFingerprint) throw new Problem('recipients-refused');
    }
    await this.database.transaction(async (tx) => {
      let letters = 0;
      for (const { letter, packet } of keys) if (await this.letters.addKey(tx, letter, certificate, packet)) letters++;
      await this.audit.record(tx, { action: 'application.rewrap', object: null, details: { certificate, letters } });
    });
  }

  private async officerOf(certificate: string): Promise<SecretariatOfficer> {
    const officer = (await this.rosters.secretariat()).find((one) => one.certificate === certificate);
    if (officer === undefined) throw new Problem('recipients-refused');
    return officer;
  }
}
