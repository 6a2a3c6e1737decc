import { Injectable } from '@nestjs/common';
import type { AuthorityQuery, directoryRoutes, RouteAnswer } from '#protocol';
import { Database } from '../platform/database.ts';
import { FindAuthorities } from './find-authorities.ts';
import { RecordView } from './record-view.ts';

/** A page of the list or of a search. Public; seeing what is not for everybody is recorded. */
@Injectable()
export class ListAuthorities {
  constructor(
    private readonly find: FindAuthorities,
    private readonly database: Database,
    private readonly view: RecordView,
  ) {}

  /** Throws Problem('bad-request') for a foreign cursor. */
  async execute(query: AuthorityQuery): Promise<RouteAnswer<typeof directoryRoutes.listAuthorities>> {
    const { restricted, ...page } = await this.find.list(query);
    if (restricted.length > 0) {
      const items = page.items.filter(({ id }) => restricted.includes(id));
      await this.database.transaction((tx) => this.view.list(tx, items));
    }
    return page;
  }
}
