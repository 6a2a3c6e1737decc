// A page's frame: title in the document, heading that takes the focus after navigation, skeleton for waits and failures.
import { useEffect, useRef, type ReactNode } from 'react';
import { useText } from '../i18n/text.tsx';

let navigated = false;
/** From the second page on, the heading takes the focus, so that a screen reader reads where one has arrived. */
export function markNavigation(): void {
  navigated = true;
}

export function useArrival(title: string): React.RefObject<HTMLHeadingElement | null> {
  const { t } = useText();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · ${t('shell.product')}`;
  }, [title, t]);
  useEffect(() => {
    if (navigated && !document.activeElement?.closest(KEEPS_FOCUS)) heading.current?.focus();
  }, []);
  return heading;
}

/** What stands outside the page and has just asked for an answer within seconds keeps the focus when a page arrives. */
const KEEPS_FOCUS = '[data-keeps-focus]';

export interface PageProps {
  title: string;
  /** Beside the title: the acts of the page. */
  acts?: ReactNode;
  lead?: ReactNode;
  children: ReactNode;
}

export function Page({ title, acts, lead, children }: PageProps) {
  const heading = useArrival(title);
  return (
    <div className="page">
      <header>
        <h1 ref={heading} tabIndex={-1}>{title}</h1>
        {acts !== undefined && <div className="row">{acts}</div>}
      </header>
      {lead !== undefined && <p className="lead">{lead}</p>}
      {children}
    </div>
  );
}
