// The six official languages of the United Nations, in its order.

export const LANGUAGES = [
  { code: 'ar', name: 'عربي', direction: 'rtl' },
  { code: 'zh', name: '中文', direction: 'ltr' },
  { code: 'en', name: 'English', direction: 'ltr' },
  { code: 'fr', name: 'Français', direction: 'ltr' },
  { code: 'ru', name: 'Русский', direction: 'ltr' },
  { code: 'es', name: 'Español', direction: 'ltr' },
] as const;
export type Language = (typeof LANGUAGES)[number]['code'];

const REMEMBERED = 'globe.language';
const codes: readonly string[] = LANGUAGES.map(({ code }) => code);

function isLanguage(code: string | null | undefined): code is Language {
  return codes.includes(code ?? '');
}

/** What the reader chose before, else the browser's first language that the portal speaks, else English. */
export function preferredLanguage(): Language {
  const remembered = localStorage.getItem(REMEMBERED);
  if (isLanguage(remembered)) return remembered;
  return navigator.languages.map((tag) => tag.slice(0, 2).toLowerCase()).find(isLanguage) ?? 'en';
}

export function rememberLanguage(language: Language): void {
  localStorage.setItem(REMEMBERED, language);
}

export function directionOf(language: Language): 'ltr' | 'rtl' {
  return language === 'ar' ? 'rtl' : 'ltr';
}
