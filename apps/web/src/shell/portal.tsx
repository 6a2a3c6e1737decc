import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { ToastRoot } from '../design/toast.tsx';
import { TextRoot, useText } from '../i18n/text.tsx';
import { Failure } from '../crypto/channel.ts';
import { onSessionChange, currentSession } from '../session/session.ts';
import { router } from './router.tsx';

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

export function Portal({ initial }: Pick<Parameters<typeof TextRoot>[0], 'initial'>) {
  return (
    <TextRoot initial={initial}>
      <QueryClientProvider client={queries}>
        <Toasts>
          <RouterProvider router={router} />
        </Toasts>
      </QueryClientProvider>
    </TextRoot>
  );
}

function Toasts({ children }: { children: ReactNode }) {
  const { t } = useText();
  return <ToastRoot label={t('shell.notices')}>{children}</ToastRoot>;
}
