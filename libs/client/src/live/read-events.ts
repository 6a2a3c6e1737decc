// Server-sent events out of a stream of bytes (HTML standard, section 9.2.6), as far as the hub uses them: comments, and one line of data an event.
import { LiveEvent } from '#protocol';

/** An event is far shorter. */
const LINE_LIMIT = 4096;

export interface EventReader {
  /** Events that these bytes complete. Throws for what no hub writes. */
  take(bytes: Uint8Array): LiveEvent[];
}

export function eventReader(): EventReader {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let rest = '';
  return {
    take: (bytes) => {
      const lines = `${rest}${decoder.decode(bytes, { stream: true })}`.split('\n');
      rest = lines.pop()!;
      if (rest.length > LINE_LIMIT) throw new RangeError('a line without end');
      return lines.filter((line) => line.startsWith('data: ')).map((line) => LiveEvent.parse(JSON.parse(line.slice('data: '.length))));
    },
  };
}
