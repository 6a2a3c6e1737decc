import { Injectable } from '@nestjs/common';
import { CONVENTION_FUNCTIONS, CONTENT_PARTS, Problem, type AuthorityContent, type AuthoritySummary, type StateOverview } from '#protocol';
import { Clock } from '../../platform/clock.ts';
import { Database } from '../../platform/database.ts';
import { DirectoryRepository } from '../directory.repository.ts';
import { ListAuthorities } from '../list-authorities.ts';
import { RecordView } from '../record-view.ts';
import { coverageOf, isInForce } from './coverage.ts';

/** What one State has designated whom for, as far as the caller may see it. Public. */
@Injectable()
export class ShowState {
  constructor(
    private readonly database: Database,
    private readonly repository: DirectoryRepository,
    private readonly list: ListAuthorities,
    private readonly view: RecordView,
    private readonly clock: Clock,
  ) {}

  /** Throws Problem('not-found'). */
  async execute(code: string): Promise<StateOverview> {
    const authorities = await this.authoritiesOf(code);
    const today = this.clock.now().toISOString().slice(0, 10);
    const { state, rows } = await this.database.transaction(async (tx) => {
      const found = (await this.repository.states(tx)).find((each) => each.code === code);
      if (!found) throw new Problem('not-found');
      const entries = await this.repository.entries(tx, authorities.map(({ id }) => id));
      for (const { id, version, content } of entries) await this.view.execute(tx, id, version, onlyDesignations(content));
      return { state: found, rows: entries };
    });
    const order = new Map(authorities.map(({ id }, at) => [id, at]));
    const known = rows.toSorted((a, b) => order.get(a.id)! - order.get(b.id)!).flatMap(({ id, content }) => content.designations.map((designation) => ({ authority: id, designation })));
    return {
      state, authorities,
      functions: CONVENTION_FUNCTIONS.map(({ function: wanted, article }) => ({
        function: wanted, article,
        coverage: coverageOf(wanted, known.map(({ designation }) => designation), today),
        designations: known.filter(({ designation }) => designation.functions.includes(wanted) && isInForce(designation, today)),
      })),
    };
  }

  private async authoritiesOf(state: string): Promise<AuthoritySummary[]> {
    const all: AuthoritySummary[] = [];
    let cursor: string | null = null;
    do {
      const page: Awaited<ReturnType<ListAuthorities['execute']>> = await this.list.execute({ state, limit: 100, ...(cursor === null ? {} : { cursor }) });
      all.push(...page.items);
      cursor = page.next;
    } while (cursor !== null);
    return all;
  }
}

function onlyDesignations(content: AuthorityContent): AuthorityContent {
  return { ...content, ...Object.fromEntries(CONTENT_PARTS.filter((part) => part !== 'designations').map((part) => [part, []])) };
}
