import { Injectable } from '@nestjs/common';
import { Problem, type ApplicantView } from '#protocol';
import { ApplicantAccess, ApplicantViews } from './applicant-access.ts';

/** The state of an application for who has its link. */
@Injectable()
export class OpenApplication {
  constructor(
    private readonly access: ApplicantAccess,
    private readonly views: ApplicantViews,
  ) {}

  /** Throws Problem('not-found') for every link that opens nothing, whatever the reason. */
  execute(access: string): Promise<ApplicantView> {
    return this.access.within(access, null, async (tx, application) => {
      if (application === null) throw new Problem('not-found');
      return this.views.of(tx, application.id);
    });
  }
}
