// A hub in memory that serves one trust log, for whoever follows it through the typed client.
import { HubClient } from '#client';
import { BUNDLE_WIDTH, packLeaves, toBase64Url, type Bytes } from '#protocol';

export interface ServedLog {
  leaves: readonly Bytes[];
  readonly certificates: ReadonlyMap<string, Uint8Array>;
  /** Signed note of the newest checkpoint. */
  checkpoint(): Promise<string>;
}

/** `seen` hears each path asked for; it may be waited for, and may throw to lose the connection. */
export function memoryHub(log: ServedLog, seen: (path: string) => void | Promise<void> = () => undefined): HubClient {
  return new HubClient({
    baseUrl: 'http://hub.test',
    client: 'tests',
    fetch: async (input, init) => {
      const url = new URL(String(input));
      await seen(url.pathname);
      if (url.pathname === '/log/trust/checkpoint') return new Response(await log.checkpoint());
      if (url.pathname.startsWith('/api/trust/bundles/')) {
        const begin = Number(url.pathname.split('/').at(-1)) * BUNDLE_WIDTH;
        return new Response(packLeaves(log.leaves.slice(begin, begin + BUNDLE_WIDTH)));
      }
      if (url.pathname === '/api/trust/entries') {
        const from = Number(url.searchParams.get('from'));
        const entries = log.leaves.slice(from, from + Number(url.searchParams.get('limit')));
        return Response.json({ size: log.leaves.length, entries: entries.map(toBase64Url) });
      }
      const { hashes } = JSON.parse(init?.body as string) as { hashes: string[] };
      const found = hashes.flatMap((hash) => (log.certificates.has(hash) ? [{ hash, certificate: toBase64Url(log.certificates.get(hash)!) }] : []));
      return Response.json({ certificates: found });
    },
  });
}
