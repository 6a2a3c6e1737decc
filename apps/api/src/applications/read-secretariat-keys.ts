// The secretariat's roster for who has no account: its statements alone, and the certificates that they name.
import { Injectable } from '@nestjs/common';
import { parseTrustEntry, SECRETARIAT, toBase64Url, type applicationRoutes, type Bytes, type RouteAnswer, type TrustEntry } from '#protocol';
import { AnonymousLimits } from '../identity/identity.port.ts';
import { RosterStatements } from '../membership/membership.port.ts';
import { Database } from '../platform/database.ts';

interface Known {
  /** How much of the log was looked through. */
  readonly size: number;
  readonly leaves: readonly Bytes[];
  /** Certificates that signed or were admitted, by hash. */
  readonly certificates: readonly string[];
}

const PAGE = 1000;

@Injectable()
export class ReadSecretariatKeys {
  /** Entries never change: what was found once is kept. */
  private known: Known = { size: 0, leaves: [], certificates: [] };

  constructor(
    private readonly database: Database,
    private readonly limits: AnonymousLimits,
    private readonly statements: RosterStatements,
  ) {}

  async execute(): Promise<RouteAnswer<typeof applicationRoutes.secretariatKeys>> {
    await this.limits.push();
    return this.database.transaction(async (tx) => {
      let { known } = this;
      for (;;) {
        const page = await this.statements.entries(tx, known.size, PAGE);
        known = page.reduce(withEntry, known);
        if (page.length < PAGE) break;
      }
      if (known.size > this.known.size) this.known = known;
      const certificates = await this.statements.certificates(tx, known.certificates);
      return { entries: known.leaves.map(toBase64Url), certificates: [...certificates.values()].map(toBase64Url) };
    }, 'system');
  }
}

function withEntry({ size, leaves, certificates }: Known, leaf: Bytes): Known {
  const entry = parseTrustEntry(leaf);
  if (entry.statement.roster !== SECRETARIAT) return { size: size + 1, leaves, certificates };
  return { size: size + 1, leaves: [...leaves, leaf], certificates: [...new Set([...certificates, ...named(entry)])] };
}

function named({ statement, signatures }: TrustEntry): string[] {
  const signers = signatures.map(({ certificate }) => certificate);
  if (statement.kind === 'network.genesis') return [...signers, ...statement.body.secretariat.map(({ certificate }) => certificate)];
  return statement.kind === 'secretariat.change' ? [...signers, ...statement.body.admit.map(({ certificate }) => certificate)] : signers;
}
