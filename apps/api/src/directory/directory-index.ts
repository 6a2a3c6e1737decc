// The search index of this process, kept equal to the database: whoever is answered is answered from what is committed.
import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { z } from 'zod';
import { Visibility } from '#protocol';
import { type DirectoryDocument, fixedLabels, type Label, type Level, SearchIndex, stateLabel } from '#search';
import { Database, type Tx } from '../platform/database.ts';

const Content = z.object({
  state: z.string(), kind: z.string(), sortName: z.string(), confirmed: z.number().nullable(), due: z.number().nullable(), names: z.array(z.object({ name: z.string(), kind: z.string() })),
  cited: z.array(z.string()), functions: z.array(z.string()), articles: z.array(z.string()), languages: z.array(z.string()), networks: z.array(z.string()),
});
const Row = z.object({
  authority: z.string(), visibility: Visibility, content: Content,
  /** Of all audiences: each document holds them with their own, since hours alone make no document. */
  hours: z.array(z.object({ visibility: Visibility, zone: z.string(), weekly: z.array(z.object({ days: z.array(z.int()), from: z.string(), to: z.string() })) })),
});

export const LEVELS: Readonly<Record<Visibility, Level>> = { public: 1, government: 2, members: 3 };

export interface HeldIndex {
  readonly index: SearchIndex;
  /** Everything committed up to this revision is in it. */
  revision: number;
  /** M49 codes by State. */
  readonly regions: ReadonlyMap<string, readonly string[]>;
}

const PAGE = 2000;
/** Replaced documents, as a share of all, beyond which the index is made anew. */
const MOST_GONE = 0.25;

@Injectable()
export class DirectoryIndex implements OnApplicationBootstrap {
  private readonly logger = new Logger(DirectoryIndex.name);
  private held: HeldIndex | null = null;
  private working: Promise<HeldIndex> | null = null;

  constructor(private readonly database: Database) {}

  /** Reads the directory, so that the first search need not wait for it. */
  onApplicationBootstrap(): void {
    this.newest().catch((error: unknown) => this.logger.error({ err: error }, 'the directory cannot be read yet'));
  }

  /** The index as it is: perhaps of an older revision than the database's. */
  async any(): Promise<HeldIndex> {
    return this.held ?? this.newest();
  }

  /** The index with everything that was committed when this was called. */
  async newest(): Promise<HeldIndex> {
    // Work that runs may have looked before the caller's change: wait for it, then look once more, together with all who wait.
    while (this.working) await this.working.catch(() => undefined);
    return (this.working ??= this.advance().finally(() => (this.working = null)));
  }

  private async advance(): Promise<HeldIndex> {
    const held = this.held;
    if (held && held.index.gone <= MOST_GONE * held.index.documents.length) {
      await this.database.transaction((tx) => this.read(tx, held), 'system');
      return held;
    }
    const made = await this.database.transaction(async (tx) => {
      const { labels, regions } = await statesOf(tx);
      const fresh: HeldIndex = { index: new SearchIndex([...labels, ...fixedLabels()]), revision: 0, regions };
      await this.read(tx, fresh);
      return fresh;
    }, 'system');
    this.held = made;
    return made;
  }

  /** Puts in what changed since the index's revision. */
  private async read(tx: Tx, held: HeldIndex): Promise<void> {
    const [now] = await tx.query<{ revision: string }>('SELECT revision FROM directory_revision');
    if (Number(now!.revision) === held.revision) return;
    const removed = await tx.query<{ authority: string }>('SELECT authority FROM directory_removed WHERE revision > $1', [held.revision]);
    for (const { authority } of removed) held.index.replace(authority, []);
    let last = '00000000-0000-0000-0000-000000000000';
    for (let more = true; more; ) {
      // Whole authorities, so that all documents of one arrive together.
      const rows = z.array(Row).parse(await tx.query(
        `SELECT s.authority, s.visibility, s.content,
           coalesce((SELECT jsonb_agg(jsonb_build_object('visibility', h.visibility, 'zone', h.zone, 'weekly', h.weekly)) FROM office_hours h WHERE h.authority = s.authority), '[]') AS hours
         FROM authority_search s
         JOIN (SELECT DISTINCT authority FROM authority_search WHERE revision > $1 AND authority > $2 ORDER BY authority LIMIT ${PAGE}) page USING (authority) ORDER BY s.authority`,
        [held.revision, last],
      ));
      for (const [authority, own] of Map.groupBy(rows, ({ authority }) => authority)) held.index.replace(authority, own.map(toDocument));
      more = rows.length > 0;
      last = rows.at(-1)?.authority ?? last;
    }
    held.revision = Number(now!.revision);
  }
}

function toDocument({ authority, visibility, content, hours }: z.infer<typeof Row>): DirectoryDocument {
  const { cited, names, ...rest } = content;
  return {
    ...rest, authority, level: LEVELS[visibility], designations: cited, hours: hours.map(({ visibility: audience, zone, weekly }) => ({ level: LEVELS[audience], zone, weekly })),
    names: names.map(({ name, kind }) => ({ text: name, kind: kind === 'acronym' || kind === 'alias' || kind === 'former' ? kind : 'name' })),
  };
}

async function statesOf(tx: Tx): Promise<{ labels: Label[]; regions: Map<string, string[]> }> {
  const rows = await tx.query<{ code: string; names: Record<string, string>; region_codes: string[]; document: string }>('SELECT code, names, region_codes, document FROM state ORDER BY code');
  // The words of its further names, without those of single Han characters: they are in `names`.
  const labels = rows.map(({ code, names, document }) => stateLabel(code, names, [document.replaceAll(/\bu[0-9a-f]{4,5}\b/g, '')]));
  return { labels, regions: new Map(rows.map(({ code, region_codes: regions }) => [code, regions])) };
}
