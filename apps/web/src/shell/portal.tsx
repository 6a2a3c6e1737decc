import { RouterProvider } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { ToastRoot } from '../design/toast.tsx';
import { TextRoot, useText } from '../i18n/text.tsx';
import { router } from './router.tsx';

export function Portal({ initial }: Pick<Parameters<typeof TextRoot>[0], 'initial'>) {
  return (
    <TextRoot initial={initial}>
      <Toasts>
        <RouterProvider router={router} />
      </Toasts>
    </TextRoot>
  );
}

function Toasts({ children }: { children: ReactNode }) {
  const { t } = useText();
  return <ToastRoot label={t('shell.notices')}>{children}</ToastRoot>;
}
