// The one Trusted Types policy of the portal: it lets exactly the built worker and the service worker through.

/** Address of the built crypto worker. */
const [cryptoWorker = ''] = Object.values(import.meta.glob<string>('./crypto.worker.ts', { query: '?worker&url', import: 'default', eager: true }));
/** At the root, so that all addresses of pages are in its scope without a header that widens it. */
const SERVICE_WORKER = '/service-worker.js';

interface WindowWithPolicies {
  readonly trustedTypes?: { createPolicy(name: string, rules: { createScriptURL(url: string): string }): { createScriptURL(url: string): unknown } };
}
const policy = (window as WindowWithPolicies).trustedTypes?.createPolicy('globe-worker', {
  createScriptURL: (url) => {
    if (url === cryptoWorker || url === SERVICE_WORKER) return url;
    throw new TypeError('not a script of the portal');
  },
});
const trusted = (url: string) => (policy ? policy.createScriptURL(url) : url) as string;

export const cryptoWorkerUrl = () => trusted(cryptoWorker);
export const serviceWorkerUrl = () => trusted(SERVICE_WORKER);
