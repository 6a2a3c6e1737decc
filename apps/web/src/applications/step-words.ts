import type { ChecklistStep } from '#protocol';
import { useText } from '../i18n/text.tsx';

/** A step in words: of the portal, or of the secretariat for a step of its own. */
export function useStepWords(): (step: ChecklistStep) => string {
  const { t } = useText();
  return ({ kind, words }) => (kind === 'other' ? (words ?? '') : t(`checklist.step.${kind}`));
}
