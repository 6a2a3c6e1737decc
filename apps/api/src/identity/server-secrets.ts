// Secrets of this server in DATA_DIR/keys, mode 0600, made once. All processes of a hub share the folder; back it up with the database.
import { createHash, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';
import { chmod, link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as opaque from '@serenity-kit/opaque';
import { BootstrapToken } from './identity.port.ts';

export class ServerSecrets extends BootstrapToken {
  /** Keys for three uses, from one file: HKDF-SHA-256 with the use as info. */
  readonly sealing: Buffer;
  readonly devices: Buffer;
  readonly counting: Buffer;

  private constructor(
    /** OPAQUE server setup: long-term key pair and OPRF seed. Losing it makes every passphrase useless. */
    readonly opaqueSetup: string,
    root: Buffer,
    private readonly bootstrap: string,
  ) {
    super();
    const derive = (use: string) => Buffer.from(hkdfSync('sha256', root, '', `globe identity ${use} v1`, 32));
    this.sealing = derive('sealing');
    this.devices = derive('devices');
    this.counting = derive('counting');
  }

  /** Reads the files, making those that are missing. Throws when one is there and malformed. */
  static async load(dataDir: string): Promise<ServerSecrets> {
    await opaque.ready;
    const folder = join(dataDir, 'keys');
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const setup = await readOrMake(join(folder, 'opaque-server-setup'), () => opaque.server.createSetup());
    const root = Buffer.from(await readOrMake(join(folder, 'identity-key'), () => randomBytes(32).toString('base64url')), 'base64url');
    if (root.length !== 32) throw new Error('DATA_DIR/keys/identity-key is malformed');
    opaque.server.getPublicKey(setup);
    return new ServerSecrets(setup, root, await readOrMake(join(folder, 'bootstrap-token'), () => randomBytes(32).toString('base64url')));
  }

  override matches(given: string): boolean {
    return timingSafeEqual(digestOf(given), digestOf(this.bootstrap));
  }
}

function digestOf(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

/** Whoever comes first makes the file, whole; two processes that start together end with the same secret. */
async function readOrMake(path: string, make: () => string): Promise<string> {
  const present = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (present !== null) return present.trim();
  const draft = `${path}.${randomBytes(8).toString('hex')}`;
  try {
    await writeFile(draft, `${make()}\n`, { mode: 0o600, flag: 'wx', flush: true });
    await chmod(draft, 0o600);
    await link(draft, path).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
  } finally {
    await rm(draft, { force: true });
  }
  return (await readFile(path, 'utf8')).trim();
}
