import { describe, expect, test } from '@jest/globals';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { round } from './round.ts';

const turns: string[] = [];
let nextTurn = Promise.withResolvers<void>();

class Failing {
  async execute(): Promise<void> {
    turns.push('failing');
    throw new Error('the database is gone');
  }
}
class Working {
  async execute(): Promise<void> {
    turns.push('working');
    nextTurn.resolve();
  }
}
@Module({ providers: [Failing, Working, round('test', 1, Failing, Working)] })
class Rounds {}

describe('a round', () => {
  test('goes on after a step that fails, comes again, and ends with the application', async () => {
    const app = await NestFactory.createApplicationContext(Rounds, { logger: false });
    await nextTurn.promise;
    nextTurn = Promise.withResolvers();
    await nextTurn.promise;
    await app.close();
    const atEnd = [...turns];
    expect(atEnd.slice(0, 4)).toEqual(['failing', 'working', 'failing', 'working']);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(turns).toEqual(atEnd);
  });
});
