/** The first words of keys that only pages behind sign-in use: their texts are no part of the first load. */
const INSIDE = new Set(['action-name', 'alerts', 'audit', 'checklist', 'checklists', 'could-read', 'dashboard', 'decision', 'device', 'disagreement', 'drill', 'entry', 'import', 'map', 'member-page', 'notice', 'reseat', 'rewrap', 'statement-row', 'trouble', 'verified']);

export function isInside(key: string): boolean {
  return INSIDE.has(key.split('.')[0]!);
}
