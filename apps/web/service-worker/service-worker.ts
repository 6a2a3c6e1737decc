// Keeps one page of the portal, with its files, for the time when the hub cannot be reached: the search of the kept directory. While the
// hub answers, whatever it answers, this changes nothing. The build puts KEPT before it (build/kept-page.ts). See docs/adr/0016.
export type {};

/** What is kept of this build. `build` changes with any byte of it. */
declare const KEPT: {
  readonly build: string;
  /** Address of the page. */
  readonly page: string;
  /** Address and integrity (`sha256-…`, as in SRI) of the page and of all that it may load. */
  readonly files: readonly (readonly [address: string, integrity: string])[];
};
declare const self: ServiceWorkerGlobalScope;

const PREFIX = 'portal-';
const NAME = `${PREFIX}${KEPT.build}`;
const files = new Set(KEPT.files.map(([address]) => address));
/** What the hub answers itself, and files: no addresses of pages (`portalAddress` of the API says the same). */
const NO_PAGE = /^\/(api|log|assets|healthz|readyz)(\/|$)|\.[a-z0-9]+$/i;

self.addEventListener('install', (event) => {
  event.waitUntil(keep().then(() => self.skipWaiting()));
});

// Asked by the page where somebody keeps the directory: this worker may have outlived the removal of its files.
self.addEventListener('message', (event) => {
  event.waitUntil(keep().then(() => true, () => false).then((kept) => event.ports[0]?.postMessage(kept)));
});

self.addEventListener('activate', (event) => {
  event.waitUntil(caches.keys().then((names) => Promise.all(names.filter((name) => name.startsWith(PREFIX) && name !== NAME).map((name) => caches.delete(name)))));
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname, search } = new URL(request.url);
  if (request.method !== 'GET' || origin !== self.location.origin) return;
  const isPage = request.mode === 'navigate' && !NO_PAGE.test(pathname);
  if (!isPage && !(files.has(pathname) && search === '')) return;
  event.respondWith(fetch(request).catch(() => keptAnswer(isPage ? KEPT.page : pathname)));
});

/** All files or none. Rejects when one does not come, or is not this build's: the browser compares. Then the worker of before stays, and the next visit tries again. */
async function keep(): Promise<void> {
  const cache = await caches.open(NAME);
  if (await cache.match(KEPT.page)) return;
  try {
    await cache.addAll(KEPT.files.map(([address, integrity]) => new Request(address, { integrity, credentials: 'omit' })));
  } catch (failure) {
    await caches.delete(NAME);
    throw failure;
  }
}

async function keptAnswer(address: string): Promise<Response> {
  return (await caches.match(address, { cacheName: NAME, ignoreVary: true })) ?? Response.error();
}
