// The checklist is worked off: who did which step, when and how, and what is to be noted.
import { Injectable } from '@nestjs/common';
import { applicationRoutes as routes, Problem, type ApplicationDetail, type ChecklistStep, type RouteInput } from '#protocol';
import { AuditLog } from '../audit/audit.port.ts';
import { Accounts } from '../identity/identity.port.ts';
import { Clock } from '../platform/clock.ts';
import type { Tx } from '../platform/database.ts';
import type { Application } from './application.repository.ts';
import { CheckRepository, counting, type StoredCheck } from './check.repository.ts';
import { LetterRepository } from './letter.repository.ts';
import { requireSecretariat } from './require-secretariat.ts';
import { SealedToSecretariat } from './sealed-to-secretariat.ts';
import { WorkOnApplication } from './work-on-application.ts';

type Given = RouteInput<typeof routes.checkStep>['body'];

@Injectable()
export class KeepCheck {
  constructor(
    private readonly checks: CheckRepository,
    private readonly letters: LetterRepository,
    private readonly accounts: Accounts,
  ) {}

  async isKept(tx: Tx, { id }: Application, check: string, officer: string): Promise<boolean> {
    const known = await this.checks.find(tx, check);
    if (known === null) return false;
    if (known.application !== id || known.officer !== officer) throw new Problem('id-reused');
    return true;
  }

  async add(tx: Tx, application: Application, given: Given, officer: string): Promise<void> {
    const step = application.checklist?.steps.find(({ id }) => id === given.step);
    if (step === undefined) throw new Problem('bad-request', { fields: [{ path: 'body.step', reason: 'is not on the checklist of this application' }] });
    const done = counting(await this.checks.of(tx, [application.id]), application).filter((check) => check.officer === officer && check.step === step.id);
    await this.requireNew(tx, application, step, given.certificates, done);
    if (given.note !== null && !(await this.letters.add(tx, application.id, given.note))) throw new Problem('id-reused');
    await this.checks.add(tx, {
      id: given.id, application: application.id, submission: application.submission, step: step.id, officer, means: given.means, note: given.note?.id ?? null, certificates: given.certificates,
    });
  }

  /** One check a step and officer; for the founders' identity one for each certificate, and only of founders who enrolled for this authority. */
  private async requireNew(tx: Tx, { authority }: Application, { kind }: ChecklistStep, certificates: readonly string[], done: readonly StoredCheck[]): Promise<void> {
    if (kind !== 'founders-identity') {
      if (certificates.length > 0) throw new Problem('bad-request', { fields: [{ path: 'body.certificates', reason: 'belong to the founders’ identity only' }] });
      if (done.length > 0) throw new Problem('already-done');
      return;
    }
    const founders = authority === null ? [] : await this.accounts.founderCertificates(tx, authority);
    if (certificates.length === 0 || !certificates.every((certificate) => founders.includes(certificate))) {
      throw new Problem('bad-request', { fields: [{ path: 'body.certificates', reason: 'must be of founders who enrolled for this authority' }] });
    }
    if (certificates.every((certificate) => done.some((check) => check.certificates.includes(certificate)))) throw new Problem('already-done');
  }
}

@Injectable()
export class CheckStep {
  constructor(
    private readonly clock: Clock,
    private readonly work: WorkOnApplication,
    private readonly sealed: SealedToSecretariat,
    private readonly keep: KeepCheck,
    private readonly audit: AuditLog,
  ) {}

  /** The same check again is answered alike. Throws Problem('not-found' | 'gone' | 'bad-request' | 'already-done' | 'id-reused' | 'recipients-refused'). */
  async execute(application: string, given: Given): Promise<ApplicationDetail> {
    const caller = requireSecretariat(routes.checkStep, this.clock.now());
    if (given.note !== null) await this.sealed.require(given.note);
    return this.work.on(application, ['received', 'checking'], async (tx, found) => {
      if (await this.keep.isKept(tx, found, given.id, caller.officer)) return;
      await this.keep.add(tx, found, given, caller.officer);
      const { step, means, certificates } = given;
      await this.audit.record(tx, { action: 'application.check', object: { kind: 'application', id: found.id }, details: { step, means, certificates } });
      if (found.state === 'received') await this.work.moveTo(tx, found.id, { state: 'checking', reason: null, note: null, officer: caller.officer });
      else await this.work.touch(tx, found.id);
    });
  }
}

@Injectable()
export class UncheckStep {
  constructor(
    private readonly work: WorkOnApplication,
    private readonly checks: CheckRepository,
    private readonly letters: LetterRepository,
    private readonly audit: AuditLog,
  ) {}

  /** Only one's own, and only of the present submission. Throws Problem('not-found' | 'gone'). */
  async execute(application: string, check: string): Promise<ApplicationDetail> {
    const caller = requireSecretariat(routes.uncheckStep);
    return this.work.on(application, ['checking'], async (tx, found) => {
      const known = await this.checks.find(tx, check);
      if (known?.application !== found.id || known.officer !== caller.officer || known.submission !== found.submission) throw new Problem('not-found');
      await this.checks.remove(tx, check);
      if (known.note !== null) await this.letters.remove(tx, known.note);
      await this.work.touch(tx, found.id);
      await this.audit.record(tx, { action: 'application.uncheck', object: { kind: 'application', id: found.id }, details: { step: known.step } });
    });
  }
}
