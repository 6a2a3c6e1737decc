import type { ApplicationState } from '#protocol';
import type { Tone } from '../design/display.tsx';

export const STATE_TONES: Readonly<Record<ApplicationState, Tone>> = {
  draft: 'plain', received: 'warn', checking: 'plain', returned: 'warn', admitted: 'good', refused: 'bad', withdrawn: 'plain', expired: 'plain',
};
