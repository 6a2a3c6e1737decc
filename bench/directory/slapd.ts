// OpenLDAP's slapd over the same names, and as much of LDAP (RFC 4511) as a substring search takes.
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { createConnection, type Socket } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from '../../scripts/postgres/server.ts';

const SLAPD = '/usr/sbin/slapd';

const base64 = (text: string) => Buffer.from(text.replaceAll(/\s+/g, ' ').trim()).toString('base64');

/** Null where slapd is not installed and cannot be: only root installs Debian's package. */
export async function startSlapd(folder: string, names: readonly string[]): Promise<{ port: number; process: ChildProcess } | null> {
  if (!existsSync(SLAPD) && process.getuid?.() === 0) {
    spawnSync('apt-get', ['install', '-y', '--no-install-recommends', 'slapd'], { stdio: 'ignore', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }, timeout: 120_000 });
  }
  if (!existsSync(SLAPD)) return null;
  const data = join(folder, 'slapd');
  await mkdir(data, { recursive: true });
  const configuration = join(folder, 'slapd.conf');
  await writeFile(configuration, `include /etc/ldap/schema/core.schema
modulepath /usr/lib/ldap
moduleload back_mdb
pidfile ${join(folder, 'slapd.pid')}
threads 2
database mdb
maxsize 2147483648
suffix "dc=bench"
directory ${data}
index objectClass eq
index o eq,sub
`);
  const entries = names.map((name, index) => `dn: o=${index},dc=bench\nobjectClass: organization\no: ${index}\no:: ${base64(name)}\n`);
  await writeFile(join(folder, 'bench.ldif'), `dn: dc=bench\nobjectClass: dcObject\nobjectClass: organization\ndc: bench\no: bench\n\n${entries.join('\n')}`);
  const added = spawnSync('/usr/sbin/slapadd', ['-q', '-c', '-f', configuration, '-l', join(folder, 'bench.ldif')], { encoding: 'utf8', timeout: 180_000 });
  if (added.status !== 0) throw new Error(`slapadd failed: ${added.stderr.slice(-500)}`);
  const port = await freePort();
  const child = spawn(SLAPD, ['-f', configuration, '-h', `ldap://127.0.0.1:${port}`, '-d', '0'], { stdio: 'ignore' });
  for (let tries = 0; tries < 100; tries++) {
    const open = await new Promise<boolean>((resolve) => {
      const socket = createConnection(port, '127.0.0.1', () => resolve(socket.end() !== undefined));
      socket.on('error', () => resolve(false));
    });
    if (open) return { port, process: child };
    await delay(100);
  }
  child.kill();
  throw new Error('slapd does not answer');
}

const tlv = (tag: number, ...parts: Buffer[]): Buffer => {
  const body = Buffer.concat(parts);
  const length = body.length < 128 ? Buffer.from([body.length]) : Buffer.from([0x82, body.length >> 8, body.length & 255]);
  return Buffer.concat([Buffer.from([tag]), length, body]);
};
const integer = (value: number) => tlv(2, Buffer.from([value >> 8, value & 255]));

/** One connection; `search` answers how many entries came. One search at a time. */
export class LdapConnection {
  private readonly socket: Socket;
  private received = Buffer.alloc(0);
  private entries = 0;
  private done: ((entries: number) => void) | null = null;
  private message = 0;

  constructor(port: number) {
    this.socket = createConnection(port, '127.0.0.1');
    this.socket.setNoDelay(true);
    this.socket.on('data', (data) => this.read(data));
    this.socket.on('error', () => undefined);
  }

  /** Entries whose name holds the text, at most `limit`. */
  search(text: string, limit: number): Promise<number> {
    this.message = (this.message % 30_000) + 1;
    this.entries = 0;
    const filter = tlv(0xa4, tlv(4, Buffer.from('o')), tlv(0x30, tlv(0x81, Buffer.from(text))));
    const request = tlv(0x63, tlv(4, Buffer.from('dc=bench')), tlv(10, Buffer.from([2])), tlv(10, Buffer.from([0])), integer(limit), integer(0), tlv(1, Buffer.from([0])), filter, tlv(0x30, tlv(4, Buffer.from('o'))));
    return new Promise((resolve) => {
      this.done = resolve;
      this.socket.write(tlv(0x30, integer(this.message), request));
    });
  }

  close(): void {
    this.socket.destroy();
  }

  private read(data: Buffer): void {
    this.received = Buffer.concat([this.received, data]);
    for (let size = sizeOf(this.received); size !== null && this.received.length >= size.all; size = sizeOf(this.received)) {
      const message = this.received.subarray(size.head, size.all);
      this.received = this.received.subarray(size.all);
      const operation = message[2 + message[1]!];
      if (operation === 0x64) this.entries += 1;
      if (operation === 0x65) this.done?.(this.entries);
    }
  }
}

function sizeOf(bytes: Buffer): { head: number; all: number } | null {
  if (bytes.length < 2) return null;
  const first = bytes[1]!;
  if (first < 128) return { head: 2, all: 2 + first };
  const octets = first & 127;
  if (bytes.length < 2 + octets) return null;
  return { head: 2 + octets, all: 2 + octets + bytes.readUIntBE(2, octets) };
}
