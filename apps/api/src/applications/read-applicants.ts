import { Injectable } from '@nestjs/common';
import type { Tx } from '../platform/database.ts';
import { ApplicationRepository } from './application.repository.ts';
import { Applicants } from './applications.port.ts';

@Injectable()
export class ReadApplicants extends Applicants {
  constructor(private readonly applications: ApplicationRepository) {
    super();
  }

  override async addressOf(tx: Tx, application: string) {
    const found = await this.applications.find(tx, application);
    return found === null || found.email === null || found.language === null ? null : { email: found.email, language: found.language };
  }
}
