import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Failure } from '../crypto/channel.ts';
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
  if (currentSession().phase !== 'open') queries.clear();
});

/** Around everything that asks the hub by queries: not the sign-in page, which stays small. */
export function Queries({ children }: { children: ReactNode }) {
  return <QueryClientProvider client={queries}>{children}</QueryClientProvider>;
}
