import { useCallback, useEffect, useRef, useState } from 'react';
import { currentSession } from './session.ts';

export interface Autosave<D> {
  /** What was saved last; null: nothing yet, or the last attempt failed. */
  readonly saved: D | null;
  /** From now on nothing is saved: it was sent or discarded. */
  stop(): void;
}

/**
 * Saves what is being written, `pause` milliseconds after the last change, and at once when the form or the page goes out of sight.
 * `save` settles once it is kept. Nothing is saved while the value is `initial`.
 */
export function useAutosave<D>(value: D, initial: D, pause: number, save: (value: D) => Promise<unknown>): Autosave<D> {
  const [saved, setSaved] = useState<D | null>(null);
  const stopped = useRef(false);
  const unsaved = useRef<{ readonly value: D } | null>(null);
  const keep = useRef(save);
  useEffect(() => {
    keep.current = save;
  });
  const flush = useCallback(() => {
    const now = unsaved.current;
    unsaved.current = null;
    // After the end of a session nothing may wake the worker that held its keys.
    if (now === null || stopped.current || currentSession().phase !== 'open') return;
    keep.current(now.value).then(() => setSaved(now.value), () => setSaved(null));
  }, []);
  useEffect(() => {
    if (value === initial) return undefined;
    unsaved.current = { value };
    const timer = setTimeout(flush, pause);
    return () => clearTimeout(timer);
  }, [value, initial, pause, flush]);
  useEffect(() => {
    const whenHidden = () => { if (document.visibilityState === 'hidden') flush(); };
    document.addEventListener('visibilitychange', whenHidden);
    return () => {
      document.removeEventListener('visibilitychange', whenHidden);
      flush();
    };
  }, [flush]);
  return { saved, stop: () => { stopped.current = true; } };
}
