// What is open on behalf of each session in this process: event streams, bodies on their way. All of it ends when the session does.
import { Injectable } from '@nestjs/common';
import type { SessionEnd } from '#protocol';

type End = (why: SessionEnd) => void;

@Injectable()
export class OpenWork {
  private readonly open = new Map<string, Set<End>>();

  /** `end` is called once, at the session's end. Answers a function that says the work is over. */
  begin(session: string, end: End): () => void {
    const ends = this.open.get(session) ?? new Set();
    this.open.set(session, ends.add(end));
    return () => {
      ends.delete(end);
      if (ends.size === 0 && this.open.get(session) === ends) this.open.delete(session);
    };
  }

  sessions(): string[] {
    return [...this.open.keys()];
  }

  end(session: string, why: SessionEnd): void {
    const ends = this.open.get(session) ?? [];
    this.open.delete(session);
    for (const end of ends) end(why);
  }
}
