// The text of a notice: that something happened, never what it was about.
import { UN_LANGUAGES, type NoticeKind, type UnLanguage } from '#protocol';
import { CATALOGUES, type NoticeMessage } from './catalogues.ts';

export interface NoticeText {
  readonly subject: string;
  readonly text: string;
}

/** A code is in the mail alone. */
const NO_CODE = '••••••••';

/** In one language, or in all six (in the order of the United Nations) where the addressee's is not known. `portal`: its address; `code`: where the notice carries one. */
export function writeNotice(kind: NoticeKind, language: UnLanguage | null, portal: string, code = NO_CODE): NoticeText {
  const languages = language === null ? UN_LANGUAGES : [language];
  const say = (message: NoticeMessage) => languages.map((tag) => CATALOGUES[tag][message].replaceAll('{portal}', portal).replaceAll('{code}', code));
  const bodies = say(`${kind}.text`);
  const footers = say('footer');
  return {
    subject: say(`${kind}.subject`).join(' · '),
    text: bodies.map((body, index) => `${body}\n\n-- \n${footers[index]}\n`).join('\n'),
  };
}
