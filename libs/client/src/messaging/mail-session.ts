import type { HubClient } from '../http.ts';
import type { Keyring } from '../keyring.ts';
import type { AuditFollower } from '../logs/audit-follower.ts';
import type { TrustFollower } from '../logs/trust-follower.ts';

/** One officer reading and writing: where requests go, what opens and signs, what is believed. */
export interface MailSession {
  readonly hub: HubClient;
  readonly keyring: Keyring;
  readonly trust: TrustFollower;
  readonly audit: AuditFollower;
  readonly me: { readonly officer: string; readonly member: string; /** SHA-256 of my certificate */ readonly certificate: string };
  /** Random id of this device or program; its messages are counted under it. */
  readonly device: string;
}
