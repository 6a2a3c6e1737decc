// An application as the secretariat sees it, with the caller's own key packets to what is sealed.
import { Injectable } from '@nestjs/common';
import { toBase64Url, type ApplicationDetail, type ApplicationItem } from '#protocol';
import { TrustView } from '../membership/membership.port.ts';
import type { Tx } from '../platform/database.ts';
import type { Principal } from '../platform/request-context.ts';
import { ApplicationRepository, type Application } from './application.repository.ts';
import { ApplicationTimes } from './application-times.ts';
import { CheckRepository, counting, type StoredCheck } from './check.repository.ts';
import { missingSteps, provedCertificates } from './checklist.policy.ts';
import { LetterRepository, type SealedLetter } from './letter.repository.ts';

@Injectable()
export class PresentApplication {
  constructor(
    private readonly applications: ApplicationRepository,
    private readonly checks: CheckRepository,
    private readonly letters: LetterRepository,
    private readonly trust: TrustView,
    private readonly times: ApplicationTimes,
  ) {}

  async items(tx: Tx, applications: readonly Application[]): Promise<ApplicationItem[]> {
    const checks = await this.checks.of(tx, applications.map(({ id }) => id));
    return applications.map((application) => {
      const steps = application.checklist?.steps ?? [];
      return { ...this.common(application), steps: steps.length, stepsDone: steps.length - missingSteps(steps, counting(checks, application)).length };
    });
  }

  async detail(tx: Tx, application: Application, viewer: Principal): Promise<ApplicationDetail> {
    const steps = application.checklist?.steps ?? [];
    const all = await this.checks.of(tx, [application.id]);
    const counted = counting(all, application);
    const { certificate } = await this.trust.standing(viewer.officer);
    const wanted = [application.letter!, ...all.flatMap(({ note }) => note ?? [])];
    const letters = await this.letters.read(tx, wanted, certificate ?? '');
    const events = await this.applications.events(tx, application.id);
    return {
      ...this.common(application),
      submission: application.submission,
      form: sealedOf(letters.get(application.letter!), application.letter!),
      steps: [...steps],
      checks: all.map((check) => checkOf(check, letters, application.submission)),
      missing: missingSteps(steps, counted),
      proved: provedCertificates(steps, counted),
      proposal: application.proposal,
      history: events.map(({ at, state, reason, note, officer }) => ({ at: at.toISOString(), state, reason, note: note === null ? null : toBase64Url(note), officer })),
    };
  }

  private common(application: Application) {
    const { id, state, country, authority, authority_name: authorityName, submitted, changed } = application;
    return { id, state, country: country!, authority, authorityName: authorityName!, submitted: submitted!.toISOString(), changed: changed.toISOString(), stale: this.times.isStale(application) };
  }
}

/** What was erased is empty. */
function sealedOf(letter: SealedLetter | undefined, id: string) {
  return { id, body: letter === undefined ? '' : toBase64Url(letter.body), packet: letter?.packet ? toBase64Url(letter.packet) : null };
}

function checkOf({ id, step, officer, at, means, note, certificates, submission }: StoredCheck, letters: ReadonlyMap<string, SealedLetter>, present: number) {
  return { id, step, officer, at: at.toISOString(), means, note: note === null ? null : sealedOf(letters.get(note), note), certificates: [...certificates], earlier: submission !== present };
}
