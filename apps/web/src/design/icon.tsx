// Line icons on a 20-unit grid, drawn for the portal. Always beside words or with a label; never the only carrier of meaning.

const PATHS = {
  inbox: 'M3 11h4l1.5 2.5h3L13 11h4M3 11l2.5-6h9l2.5 6v5H3z',
  directory: 'M4 3.5h11v13H4zM4 7H2.5M4 13H2.5M9.5 10a1.7 1.7 0 1 0 0-3.4 1.7 1.7 0 0 0 0 3.4zM6.5 13.5c.5-1.6 1.6-2.2 3-2.2s2.5.6 3 2.2',
  network: 'M10 6.5V9M10 9l-5 4M10 9l5 4M10 6.5a2 2 0 1 0 0-4 2 2 0 0 0 0 4zM4.5 17a2 2 0 1 0 0-4 2 2 0 0 0 0 4zM15.5 17a2 2 0 1 0 0-4 2 2 0 0 0 0 4z',
  administration: 'M10 2.5 16.5 5v5c0 4-2.8 6.3-6.5 7.5C6.3 16.3 3.5 14 3.5 10V5zM7.2 9.8l2 2 3.6-3.8',
  audit: 'M6 5h11M6 10h11M6 15h11M3 5h.01M3 10h.01M3 15h.01',
  account: 'M10 10a3.2 3.2 0 1 0 0-6.4A3.2 3.2 0 0 0 10 10zM3.5 17c.6-3.6 3-5 6.5-5s5.9 1.4 6.5 5',
  bell: 'M4.5 14.5h11l-1.5-2.2V9a4 4 0 0 0-8 0v3.3zM8.5 17h3',
  locked: 'M5 9h10v8H5zM7 9V6.5a3 3 0 0 1 6 0V9',
  unlocked: 'M5 9h10v8H5zM7 9V6.5a3 3 0 0 1 5.8-1.1',
  search: 'M9 14.5a5.5 5.5 0 1 0 0-11 5.5 5.5 0 0 0 0 11zM13 13l4 4',
  good: 'M4 10.5l4 4 8-9',
  warn: 'M10 3 18 17H2zM10 8v4M10 14.5v.01',
  bad: 'M10 17.5a7.5 7.5 0 1 0 0-15 7.5 7.5 0 0 0 0 15zM7.2 7.2l5.6 5.6M12.8 7.2l-5.6 5.6',
  plain: 'M10 17.5a7.5 7.5 0 1 0 0-15 7.5 7.5 0 0 0 0 15zM10 9v5M10 6.3v.01',
  wait: 'M10 17.5a7.5 7.5 0 1 0 0-15 7.5 7.5 0 0 0 0 15zM10 5.5V10l3 2',
  close: 'M5 5l10 10M15 5L5 15',
  down: 'M5.5 8l4.5 4.5L14.5 8',
  attach: 'M14.5 9.5l-5 5a3 3 0 0 1-4.3-4.3l6-6a2 2 0 0 1 2.9 2.9l-5.8 5.8a1 1 0 0 1-1.5-1.5l5-5',
  write: 'M3.5 16.5l.8-3.6L13.5 3.7l2.8 2.8L7.1 15.7z',
} as const;
export type IconName = keyof typeof PATHS;

export function Icon({ name, size = 18 }: { name: IconName; size?: number }) {
  return (
    <svg className="icon" viewBox="0 0 20 20" width={size} height={size} fill="none" stroke="currentColor" strokeWidth="1.6" strokeLinecap="round" strokeLinejoin="round" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} />
    </svg>
  );
}
