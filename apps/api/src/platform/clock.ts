import { Injectable } from '@nestjs/common';

/** The process's only source of time, so that tests can pass another. */
@Injectable()
export class Clock {
  now(): Date {
    return new Date();
  }
}
