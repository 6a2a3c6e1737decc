// What a type of file can do to the reader's machine. By its name's ending, which is what systems go by; the declared type proves nothing.

const PROGRAMS = new Set('app bat cmd com cpl dll dmg exe hta iso img jar js jse lnk mjs msi msix ps1 py reg scr sh svg html htm url vbe vbs wsf wsh xll'.split(' '));
const MACROS = new Set('doc docm dot dotm xls xlsm xlsb xlam xltm ppt pptm potm ppam odt ods odp pdf rtf one'.split(' '));
const ARCHIVES = new Set('zip 7z rar gz tgz tar xz bz2 cab'.split(' '));

export function dangerOf(name: string): 'program' | 'document' | 'archive' | 'other' {
  // Marks that turn the direction of text are taken out: "gpj.exe" must not pass as "exe.jpg".
  const ending = name.replaceAll(/[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '').split('.').at(-1)?.trim().toLowerCase() ?? '';
  if (PROGRAMS.has(ending)) return 'program';
  if (MACROS.has(ending)) return 'document';
  return ARCHIVES.has(ending) ? 'archive' : 'other';
}
