import { Injectable } from '@nestjs/common';
import type { State } from '#protocol';
import { Database } from '../platform/database.ts';
import { DirectoryRepository } from './directory.repository.ts';

/** All countries and areas. Public. */
@Injectable()
export class ListStates {
  constructor(
    private readonly database: Database,
    private readonly repository: DirectoryRepository,
  ) {}

  async execute(): Promise<{ states: State[] }> {
    return { states: await this.database.transaction((tx) => this.repository.states(tx)) };
  }
}
