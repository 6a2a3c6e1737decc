import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Failure } from '../crypto/channel.ts';
import { onTrustLog } from '../crypto/engine.ts';
import { currentReplay, onReplayChange } from '../session/replay.ts';
import { currentSession, onSessionChange } from '../session/session.ts';

/** Failures of the reader's own making or right are final; only an unreachable hub is asked again. */
const queries = new QueryClient({
  defaultOptions: {
    queries: {
      retry: (times, failure) => times < 2 && failure instanceof Failure && (failure.code === 'offline' || failure.code === 'unavailable'),
      networkMode: 'always',
      staleTime: 15_000,
    },
    mutations: { networkMode: 'always', retry: false },
  },
});
// What was decrypted leaves the page with the keys.
onSessionChange(() => {
  if (currentSession().phase === 'open') return;
  queries.clear();
  document.title = window.location.host;
});
/** What an entry of the trust log may have changed. */
const BY_THE_LOG: readonly string[] = ['alerts', 'enrolled', 'epochs', 'member-facts', 'member-history', 'members', 'network', 'officers', 'place', 'proposals', 'roster', 'secretariat', 'signers', 'verifications'];
onTrustLog(() => {
  void queries.invalidateQueries({ predicate: ({ queryKey: [key] }) => BY_THE_LOG.includes(String(key)) });
});

// What was read while the trust log was still being verified is read again once it is.
let replaying = false;
onReplayChange(() => {
  const now = currentReplay().progress !== null;
  if (replaying && !now) void queries.invalidateQueries();
  replaying = now;
});

/** Around everything that asks the hub by queries: not the sign-in page, which stays small. */
export function Queries({ children }: { children: ReactNode }) {
  return <QueryClientProvider client={queries}>{children}</QueryClientProvider>;
}
