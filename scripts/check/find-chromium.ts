import { existsSync } from 'node:fs';

export const CHROMIUM_PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/Applications/Chromium.app/Contents/MacOS/Chromium', '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'];

/** The machine's Chromium: CHROMIUM_PATH, or the first of the usual places; null if there is none. */
export function findChromium(): string | null {
  return [process.env['CHROMIUM_PATH'] ?? '', ...CHROMIUM_PLACES].find((path) => path !== '' && existsSync(path)) ?? null;
}
