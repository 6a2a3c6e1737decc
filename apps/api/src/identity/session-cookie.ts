// The two cookies: the session's token, and a mark by which a device that signed in before is known again.
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import '@fastify/cookie';
import { Inject, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CONFIG, type Config } from '../platform/config.ts';
import { ServerSecrets } from './server-secrets.ts';

const DEVICE_SECONDS = 180 * 24 * 3600;

@Injectable()
export class SessionCookie {
  private readonly secure: boolean;
  private readonly prefix: string;

  constructor(
    @Inject(CONFIG) config: Config,
    private readonly secrets: ServerSecrets,
  ) {
    this.secure = config.publicUrl.protocol === 'https:';
    this.prefix = this.secure ? '__Host-' : '';
  }

  read(request: FastifyRequest): string | null {
    return request.cookies[`${this.prefix}session`] ?? null;
  }

  /** Without Max-Age: browsers forget it when they close; the server's limits hold in any case. */
  set(reply: FastifyReply, token: string): void {
    reply.setCookie(`${this.prefix}session`, token, this.attributes());
  }

  clear(reply: FastifyReply): void {
    reply.clearCookie(`${this.prefix}session`, this.attributes());
  }

  /** Remembers on this device that the owner of the sign-in name signed in from it. */
  markDevice(reply: FastifyReply, signInName: string): void {
    const id = randomBytes(16).toString('base64url');
    reply.setCookie(`${this.prefix}device`, `${id}.${this.mark(signInName, id)}`, { ...this.attributes(), maxAge: DEVICE_SECONDS });
  }

  /** The device's id, if the owner of this sign-in name signed in from it; else null. */
  knownDevice(request: FastifyRequest, signInName: string): string | null {
    const [id = '', mark = ''] = (request.cookies[`${this.prefix}device`] ?? '').split('.', 2);
    const expected = Buffer.from(this.mark(signInName, id));
    const given = Buffer.from(mark);
    return id !== '' && given.length === expected.length && timingSafeEqual(given, expected) ? id : null;
  }

  private mark(signInName: string, id: string): string {
    return createHmac('sha256', this.secrets.devices).update(JSON.stringify([signInName, id])).digest('base64url');
  }

  private attributes() {
    return { httpOnly: true, sameSite: 'strict' as const, path: '/', secure: this.secure };
  }
}
