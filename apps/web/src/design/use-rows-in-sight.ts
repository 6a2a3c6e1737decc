// Which rows of a long list with rows of one height are in sight: only those need exist.
import { useEffect, useState, type RefObject } from 'react';

/** Rows kept beyond each edge, so that scrolling by keyboard and screen reader finds the next one there. */
const BEYOND = 8;

export interface RowsInSight {
  readonly first: number;
  /** Exclusive. */
  readonly end: number;
  /** Pixels. */
  readonly rowHeight: number;
}

/** `rowRem`: height of a row in rem. The element scrolls and holds a track as high as all rows together. */
export function useRowsInSight(scroller: RefObject<HTMLElement | null>, count: number, rowRem: number): RowsInSight {
  const [sight, setSight] = useState({ top: 0, height: 800, rowHeight: rowRem * 16 });
  useEffect(() => {
    const element = scroller.current;
    if (!element) return undefined;
    const look = () => {
      const rowHeight = rowRem * Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
      // Whole rows only, so that most scroll events change nothing.
      const top = Math.floor(element.scrollTop / rowHeight) * rowHeight;
      setSight((last) => (last.top === top && last.height === element.clientHeight && last.rowHeight === rowHeight ? last : { top, height: element.clientHeight, rowHeight }));
    };
    look();
    const resized = new ResizeObserver(look);
    resized.observe(element);
    element.addEventListener('scroll', look, { passive: true });
    return () => {
      resized.disconnect();
      element.removeEventListener('scroll', look);
    };
  }, [scroller, rowRem]);
  const first = Math.max(0, Math.floor(sight.top / sight.rowHeight) - BEYOND);
  const end = Math.min(count, Math.ceil((sight.top + sight.height) / sight.rowHeight) + 1 + BEYOND);
  return { first, end, rowHeight: sight.rowHeight };
}
