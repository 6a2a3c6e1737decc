// A ZIP archive opened with a limit on what comes out, whatever it says of itself (a small file can unpack to terabytes).
import { inflateRawSync } from 'node:zlib';
import { refuseFile } from './table.ts';

const END = 0x06054b50;
const ENTRY = 0x02014b50;
const LOCAL = 0x04034b50;
const END_SIZE = 22;
const MOST_ENTRIES = 500;

/** Name → bytes of every entry. Throws Problem('file-refused'): damaged, old-or-protected-workbook, unpacks-too-large. */
export function unpackSafely(archive: Uint8Array, limit: number): Map<string, Buffer> {
  const bytes = Buffer.from(archive.buffer, archive.byteOffset, archive.byteLength);
  try {
    return unpack(bytes, limit);
  } catch (error) {
    const { code = '' } = error as { code?: string };
    // zlib stops at the limit; what it cannot read, and a place outside of the file, is damage.
    if (code === 'ERR_BUFFER_TOO_LARGE') refuseFile('unpacks-too-large');
    if (/^Z_|^ERR_(OUT_OF_RANGE|BUFFER_OUT_OF_BOUNDS)$/.test(code)) refuseFile('damaged');
    throw error;
  }
}

function unpack(bytes: Buffer, limit: number): Map<string, Buffer> {
  const end = endOf(bytes);
  const count = bytes.readUInt16LE(end + 10);
  if (count > MOST_ENTRIES) refuseFile('unpacks-too-large');
  const found = new Map<string, Buffer>();
  let left = limit;
  let at = bytes.readUInt32LE(end + 16);
  for (let n = 0; n < count; n++) {
    if (bytes.readUInt32LE(at) !== ENTRY) refuseFile('damaged');
    if (bytes.readUInt16LE(at + 8) & 1) refuseFile('old-or-protected-workbook');
    const nameLength = bytes.readUInt16LE(at + 28);
    const name = bytes.toString('utf8', at + 46, at + 46 + nameLength);
    const content = contentOf(bytes, { method: bytes.readUInt16LE(at + 10), size: bytes.readUInt32LE(at + 20), local: bytes.readUInt32LE(at + 42) }, left);
    left -= content.length;
    if (found.has(name)) refuseFile('damaged');
    found.set(name, content);
    at += 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return found;
}

function contentOf(bytes: Buffer, { method, size, local }: { method: number; size: number; local: number }, left: number): Buffer {
  if (bytes.readUInt32LE(local) !== LOCAL) refuseFile('damaged');
  const start = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
  if (start + size > bytes.length) refuseFile('damaged');
  const packed = bytes.subarray(start, start + size);
  if (method === 0) return size > left ? refuseFile('unpacks-too-large') : packed;
  if (method !== 8) refuseFile('damaged');
  return inflateRawSync(packed, { maxOutputLength: Math.max(left, 1) });
}

/** Where the end record stands: it may be followed by a comment of up to 64 KiB. */
function endOf(bytes: Buffer): number {
  for (let at = bytes.length - END_SIZE; at >= Math.max(0, bytes.length - END_SIZE - 0xffff); at--) {
    if (bytes.readUInt32LE(at) === END) return at;
  }
  return refuseFile('damaged');
}
