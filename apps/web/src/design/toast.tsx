// Short notices at the foot of the page, with at most one act (undo). Read out politely; never the only trace of a failure.
import { createContext, useCallback, useContext, useRef, useState, type ReactNode } from 'react';
import { Button } from './button.tsx';

export interface ToastAct {
  readonly label: string;
  run(): void;
}
interface Toast {
  readonly id: number;
  readonly words: string;
  readonly act: ToastAct | undefined;
}
/** Shows words for `milliseconds`; returns a function that takes them away sooner. */
export type ShowToast = (words: string, act?: ToastAct, milliseconds?: number) => () => void;

const ToastContext = createContext<ShowToast | null>(null);

export function useToast(): ShowToast {
  const show = useContext(ToastContext);
  if (!show) throw new Error('useToast outside of ToastRoot');
  return show;
}

export function ToastRoot({ label, children }: { label: string; children: ReactNode }) {
  const [toasts, setToasts] = useState<readonly Toast[]>([]);
  const next = useRef(0);
  const remove = useCallback((id: number) => setToasts((list) => list.filter((toast) => toast.id !== id)), []);
  const show = useCallback<ShowToast>((words, act, milliseconds = 6000) => {
    const id = next.current++;
    setToasts((list) => [...list.slice(-2), { id, words, act }]);
    const timer = setTimeout(() => remove(id), milliseconds);
    return () => {
      clearTimeout(timer);
      remove(id);
    };
  }, [remove]);
  return (
    <ToastContext value={show}>
      {children}
      <section className="toasts no-print" aria-label={label} aria-live="polite">
        {toasts.map(({ id, words, act }) => (
          <div key={id} className="toast">
            <span>{words}</span>
            {act && <Button onPress={() => { remove(id); act.run(); }}>{act.label}</Button>}
          </div>
        ))}
      </section>
    </ToastContext>
  );
}
