// Whether this browser opens the kept directory at the portal's address when the hub cannot be reached: the service worker, for who keeps one.
import { serviceWorkerUrl } from '../../crypto/own-scripts.ts';

/** True once the kept page is complete on this device; false where the browser has no service workers or refused. */
export async function openClosed(): Promise<boolean> {
  try {
    const registration = await navigator.serviceWorker.register(serviceWorkerUrl(), { updateViaCache: 'none' });
    const worker = registration.active ?? (await activated(registration.installing ?? registration.waiting));
    return worker !== null && (await keepsAll(worker));
  } catch {
    return false;
  }
}

/** The worker once it is at work; null when it gives up for lack of a file. */
function activated(worker: ServiceWorker | null): Promise<ServiceWorker | null> {
  return new Promise((resolve) => {
    const look = () => {
      if (worker === null || worker.state === 'redundant') resolve(null);
      else if (worker.state === 'activated') resolve(worker);
    };
    worker?.addEventListener('statechange', look);
    look();
  });
}

function keepsAll(worker: ServiceWorker): Promise<boolean> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.addEventListener('message', ({ data }) => resolve(data === true), { once: true });
    port1.start();
    worker.postMessage('keep', [port2]);
  });
}

/** The kept page and its files leave this device. */
export async function openClosedNoMore(): Promise<void> {
  const registrations = (await navigator.serviceWorker?.getRegistrations()) ?? [];
  await Promise.all(registrations.map((registration) => registration.unregister()));
  await Promise.all((await window.caches?.keys() ?? []).map((name) => caches.delete(name)));
}
