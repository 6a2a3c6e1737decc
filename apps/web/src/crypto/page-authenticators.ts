import type { Authenticators } from '#client';
import type { Remote } from './channel.ts';
import type { CredentialValue, pageApi } from './page-api.ts';

/** The page's authenticators as the workflows of libs/client expect them: `navigator.credentials`, which workers lack. */
export function pageAuthenticators(page: () => Remote<typeof pageApi>): Authenticators {
  return {
    create: async (options) => (options?.publicKey ? credentialOf(await page().createCredential(options.publicKey)) : null),
    get: async (options) => (options?.publicKey ? credentialOf(await page().getCredential(options.publicKey)) : null),
  };
}

function credentialOf({ id, rawId, authenticatorAttachment, response, transports, extensions }: CredentialValue): Credential {
  return Object.assign({ id, rawId, authenticatorAttachment, type: 'public-key' }, {
    response: { ...response, getTransports: () => transports },
    getClientExtensionResults: () => extensions,
  });
}
