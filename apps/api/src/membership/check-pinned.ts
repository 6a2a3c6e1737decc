// What a statement names has to be here before it can be appended: certificates, officer cards, sealed packages, the authority. Nothing else
// is stored with it.
import { Injectable } from '@nestjs/common';
import { readCertificate, readSealedPackage } from '#openpgp';
import { admittedBy, fromBase64Url, Problem, type RouteInput, type membershipRoutes, type Statement } from '#protocol';
import { openCheckpoint, parseVkey } from '#transparency-log';
import { TrustAt, type TrustState } from '#trust';
import { LogHeads } from '../audit/audit.port.ts';
import { Authorities } from '../directory/directory.port.ts';
import type { Tx } from '../platform/database.ts';
import { CertificateRepository } from './certificate.repository.ts';
import { EpochPackageRepository, type PackageToStore } from './epoch-package.repository.ts';
import { OfficerCardRepository } from './officer-card.repository.ts';
import { memberOfStatement, pinnedCards, pinnedCertificates, pinnedPackages } from './statement-contents.ts';

type Request = RouteInput<typeof membershipRoutes.propose>['body'];

@Injectable()
export class CheckPinned {
  constructor(
    private readonly certificates: CertificateRepository,
    private readonly packages: EpochPackageRepository,
    private readonly cards: OfficerCardRepository,
    private readonly heads: LogHeads,
    private readonly authorities: Authorities,
  ) {}

  /** Genesis names the very keys that sign this hub's logs, or nobody could ever verify them. Before a transaction: it takes a connection of its own. */
  async logKeys(statement: Statement): Promise<void> {
    if (statement.kind !== 'network.genesis') return;
    for (const log of ['trust', 'audit'] as const) {
      const key = parseVkey(statement.body.logs[log]);
      const opened = key.ok ? await openCheckpoint(await this.heads.checkpoint(log), key.value) : key;
      if (!opened.ok) throw off(`statement.body.logs.${log}`, 'not the key that signs this hub’s log');
    }
  }

  /** Stores what the request brings, and checks that with it all is here. Throws Problem('bad-request' | 'certificate-refused'). */
  async store(tx: Tx, state: TrustState, { statement, certificates, packages }: Request): Promise<void> {
    await this.requireAuthority(tx, statement);
    await this.storeCertificates(tx, statement, certificates);
    await this.requireCards(tx, statement);
    await this.storePackages(tx, state, statement, packages);
  }

  private async requireAuthority(tx: Tx, statement: Statement): Promise<void> {
    if (statement.kind !== 'member.admit') return;
    const { authority } = statement.body;
    if ((await this.authorities.find(tx, [authority])).length === 0) throw off('statement.body.authority', 'not in the directory');
  }

  private async storeCertificates(tx: Tx, statement: Statement, given: readonly string[]): Promise<void> {
    const pinned = pinnedCertificates(statement);
    for (const [i, text] of given.entries()) {
      const hash = await this.certificates.put(tx, fromBase64Url(text));
      if (!pinned.includes(hash)) throw off(`certificates.${i}`, 'the statement does not name it');
    }
    const known = await this.certificates.read(tx, pinned);
    const absent = pinned.find((hash) => !known.has(hash));
    if (absent !== undefined) throw off('certificates', `${absent} is missing`);
    for (const { officer, certificate } of admittedBy(statement)) {
      const read = await readCertificate(known.get(certificate)!);
      if (!read.ok || read.certificate.userId !== officer) throw off('statement.body', `certificate ${certificate} does not name officer ${officer}`);
    }
  }

  private async requireCards(tx: Tx, statement: Statement): Promise<void> {
    const pinned = pinnedCards(statement);
    const cards = await this.cards.read(tx, pinned.map(({ card }) => card));
    const wrong = pinned.find(({ officer, card }) => cards.get(card)?.officer !== officer);
    if (wrong !== undefined) throw off('statement.body', `no card of officer ${wrong.officer} under ${wrong.card}`);
  }

  private async storePackages(tx: Tx, state: TrustState, statement: Statement, given: Request['packages']): Promise<void> {
    const pinned = pinnedPackages(statement);
    if (given.length !== pinned.length) throw off('packages', 'not exactly those that the statement names');
    const officers = new TrustAt(state).officersOf(memberOfStatement(statement) ?? '');
    const certificateOf = new Map(officers.map(({ id, certificate }) => [id, certificate]));
    const fingerprints = await this.certificates.encryptionFingerprints(tx, [...certificateOf.values()]);
    const read = given.map(({ officer, sealed }, i): PackageToStore => {
      const bytes = fromBase64Url(sealed);
      const shape = readSealedPackage(bytes);
      if (!shape.ok) throw off(`packages.${i}`, shape.reason);
      if (pinned.find((item) => item.officer === officer)?.package !== shape.hash) throw off(`packages.${i}`, 'the statement names another');
      if (shape.recipient !== fingerprints.get(certificateOf.get(officer) ?? '')) throw off(`packages.${i}`, 'not sealed to this officer');
      return { epoch: statement.subject, officer, hash: shape.hash, sealed: bytes };
    });
    await this.packages.put(tx, read);
  }
}

function off(path: string, reason: string): Problem {
  return new Problem('bad-request', { fields: [{ path: `body.${path}`, reason }] });
}
