// All configuration, from the environment, read once and checked. Secrets live in files under DATA_DIR/keys, not here.
import { createHmac } from 'node:crypto';
import { resolve } from 'node:path';
import { z } from 'zod';

/** PostgreSQL roles: the owner migrates, the application may do little, the sequencer alone extends the logs. */
export type DatabaseRole = 'globe_app' | 'globe_sequencer';

const Environment = z.object({
  PORT: z.coerce.number().int().min(0).max(65535).default(3000),
  HOST: z.string().default('127.0.0.1'),
  /** Where people reach the portal; passkeys, cookies and the origin check depend on it. */
  PUBLIC_URL: z.url().optional(),
  DATA_DIR: z.string().default('var'),
  /** Name of the network; the logs' origins are made from it once, at the first start. */
  NETWORK_NAME: z.string().min(1).max(200).default('GlobE network'),
  /** Owner's connection: migrations. The others are derived from it unless given. */
  DATABASE_URL: z.string().optional(),
  APP_DATABASE_URL: z.string().optional(),
  SEQUENCER_DATABASE_URL: z.string().optional(),
  /** For the connection that listens, where the application's goes through a pooler that does not carry LISTEN; default: the application's. */
  SIGNALS_DATABASE_URL: z.string().optional(),
  REDIS_URL: z.string().optional(),
  /** SMTP server for notices; without it they are spooled. */
  SMTP_URL: z.string().optional(),
  MAIL_FROM: z.string().default('GlobE hub <hub@localhost>'),
  /** How many reverse proxies in front add X-Forwarded-For; 0: believe the socket. */
  TRUSTED_PROXIES: z.coerce.number().int().min(0).max(5).default(0),
  /** An application on which nobody acts is closed after so many days; its secretariat is reminded after so many. */
  APPLICATION_EXPIRY_DAYS: z.coerce.number().int().min(1).max(3650).default(180),
  APPLICATION_REMINDER_DAYS: z.coerce.number().int().min(1).max(365).default(14),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
});

export interface Config {
  readonly port: number;
  readonly host: string;
  readonly publicUrl: URL;
  readonly dataDir: string;
  readonly networkName: string;
  readonly database: { readonly app: string; readonly sequencer: string; readonly signals: string };
  readonly redisUrl: string | null;
  readonly smtpUrl: string | null;
  readonly mailFrom: string;
  readonly trustedProxies: number;
  readonly applications: { readonly expiryDays: number; readonly reminderDays: number };
  readonly logLevel: string;
}

/** Nest token of the configuration. */
export const CONFIG = Symbol('config');

/** The password of an application role: HMAC-SHA-256 of the role's name under the owner's password, so that nothing need be stored. */
export function rolePassword(ownerUrl: string, role: DatabaseRole): string {
  return createHmac('sha256', decodeURIComponent(new URL(ownerUrl).password)).update(role).digest('base64url');
}

export function roleUrl(ownerUrl: string, role: DatabaseRole): string {
  const url = new URL(ownerUrl);
  url.password = rolePassword(ownerUrl, role);
  url.username = role;
  return url.href;
}

/** Throws with the name of what is missing or malformed. */
export function readConfig(environment: NodeJS.ProcessEnv = process.env): Config {
  // A variable that is set to nothing counts as not set, as Compose files write it.
  const env = Environment.parse(Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== '')));
  const connection = (given: string | undefined, role: DatabaseRole) => {
    if (given) return given;
    if (!env.DATABASE_URL) throw new Error('DATABASE_URL is not set');
    return roleUrl(env.DATABASE_URL, role);
  };
  const app = connection(env.APP_DATABASE_URL, 'globe_app');
  return {
    port: env.PORT,
    host: env.HOST,
    publicUrl: new URL(env.PUBLIC_URL ?? `http://localhost:${env.PORT}`),
    dataDir: resolve(env.DATA_DIR),
    networkName: env.NETWORK_NAME,
    database: { app, sequencer: connection(env.SEQUENCER_DATABASE_URL, 'globe_sequencer'), signals: env.SIGNALS_DATABASE_URL ?? app },
    redisUrl: env.REDIS_URL ?? null,
    smtpUrl: env.SMTP_URL ?? null,
    mailFrom: env.MAIL_FROM,
    trustedProxies: env.TRUSTED_PROXIES,
    applications: { expiryDays: env.APPLICATION_EXPIRY_DAYS, reminderDays: env.APPLICATION_REMINDER_DAYS },
    logLevel: env.LOG_LEVEL,
  };
}
