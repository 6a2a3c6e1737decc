// What notices say, in the six languages: plain ICU messages with simple arguments, one file a language.
import type { NoticeKind, UnLanguage } from '#protocol';
import ar from './catalogues/ar.json' with { type: 'json' };
import en from './catalogues/en.json' with { type: 'json' };
import es from './catalogues/es.json' with { type: 'json' };
import fr from './catalogues/fr.json' with { type: 'json' };
import ru from './catalogues/ru.json' with { type: 'json' };
import zh from './catalogues/zh.json' with { type: 'json' };

export type NoticeMessage = `${NoticeKind}.${'subject' | 'text'}` | 'footer';

export const CATALOGUES: Readonly<Record<UnLanguage, Readonly<Record<NoticeMessage, string>>>> = { ar, zh, en, fr, ru, es };
