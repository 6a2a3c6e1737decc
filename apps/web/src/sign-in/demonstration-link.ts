// Links that `npm start` prints for the demonstration network: /sign-in#demo=<base64url of JSON>. The fragment never reaches a server.
import { fromBase64Url, fromUtf8 } from '#protocol';

export interface DemonstrationAccount {
  readonly login: string;
  readonly passphrase: string;
  /** Base32, as in an otpauth: address. */
  readonly totpSecret: string;
  /** The recovery code, as printed on a recovery sheet. */
  readonly accountSecret: string;
}

/** Reads the link and takes it out of the address bar and the history entry; null without one, or when malformed. */
export function takeDemonstrationLink(): DemonstrationAccount | null {
  const encoded = /^#demo=([\w-]+)$/.exec(window.location.hash)?.[1];
  if (encoded === undefined) return null;
  window.history.replaceState(window.history.state, '', window.location.pathname + window.location.search);
  try {
    const account = JSON.parse(fromUtf8(fromBase64Url(encoded))) as Record<string, unknown>;
    const { login, passphrase, totpSecret, accountSecret } = account;
    return typeof login === 'string' && typeof passphrase === 'string' && typeof totpSecret === 'string' && typeof accountSecret === 'string'
      ? { login, passphrase, totpSecret, accountSecret }
      : null;
  } catch {
    return null;
  }
}

/** The one-time code of this moment, which in real life an authenticator app shows. */
export async function demonstrationCode({ totpSecret }: DemonstrationAccount): Promise<string> {
  const { TOTP, Secret } = await import('otpauth');
  return new TOTP({ secret: Secret.fromBase32(totpSecret) }).generate();
}
