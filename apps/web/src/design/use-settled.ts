import { useEffect, useState } from 'react';

/** After the last key, milliseconds. */
const PAUSE_MS = 200;

/** A value once it has stayed the same for a moment: not every letter typed is a question to the hub. */
export function useSettled<T>(value: T, pause = PAUSE_MS): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), pause);
    return () => clearTimeout(timer);
  }, [value, pause]);
  return settled;
}
