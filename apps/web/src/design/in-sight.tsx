import { useEffect, useRef, type ReactNode } from 'react';

/** What comes up as the answer to a button may lie below the edge of a dialog: it is scrolled into sight, no further than needed. */
export function InSight({ children }: { children: ReactNode }) {
  const element = useRef<HTMLDivElement>(null);
  // In braces: newer browsers answer with a promise, which is nothing to clean up by.
  useEffect(() => {
    void element.current?.scrollIntoView({ block: 'nearest' });
  }, []);
  return <div ref={element} className="wide">{children}</div>;
}
