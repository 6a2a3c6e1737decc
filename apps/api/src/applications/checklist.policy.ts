// When an application is ready: pure.
import type { ChecklistStep } from '#protocol';

export interface Check {
  readonly step: string;
  readonly officer: string;
  readonly certificates: readonly string[];
}

const officersOf = (checks: readonly Check[], step: string) => new Set(checks.filter((check) => check.step === step).map(({ officer }) => officer));

/** Certificates whose holders' identity as many officers proved as the step asks for. */
export function provedCertificates(steps: readonly ChecklistStep[], checks: readonly Check[]): string[] {
  const step = steps.find(({ kind }) => kind === 'founders-identity');
  if (step === undefined) return [];
  const mine = checks.filter((check) => check.step === step.id);
  const named = new Set(mine.flatMap(({ certificates }) => certificates));
  return [...named].filter((certificate) => new Set(mine.filter(({ certificates }) => certificates.includes(certificate)).map(({ officer }) => officer)).size >= step.persons);
}

/** Steps that still lack somebody. A member has two founders, so two must be proved. */
export function missingSteps(steps: readonly ChecklistStep[], checks: readonly Check[]): string[] {
  return steps
    .filter(({ id, kind, persons }) => officersOf(checks, id).size < persons || (kind === 'founders-identity' && provedCertificates(steps, checks).length < 2))
    .map(({ id }) => id);
}

/** Whether exactly these may found the member now. */
export function isReady(steps: readonly ChecklistStep[], checks: readonly Check[], founders: readonly string[]): boolean {
  const proved = provedCertificates(steps, checks);
  return missingSteps(steps, checks).length === 0 && founders.every((certificate) => proved.includes(certificate));
}
