// Literal data of this hub: length of a header in four octets, the header in canonical JSON, the content.
import { concat, type Bytes } from '#protocol';
import { ByteReader, uint32 } from '../packets/byte-reader.ts';
import { demand } from '../refusal.ts';

export interface Framed {
  readonly header: Bytes;
  readonly content: Bytes;
}

export function frame(header: Bytes, content: Bytes): Bytes {
  return concat(uint32(header.length), header, content);
}

export function readFrame(data: Bytes): Framed {
  demand(data.length >= 4, 'header-framing');
  const reader = new ByteReader(data);
  const size = reader.uint32();
  demand(size <= reader.left, 'header-framing');
  return { header: reader.take(size), content: reader.rest() };
}
