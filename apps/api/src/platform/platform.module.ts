import { Global, Module, type DynamicModule } from '@nestjs/common';
import { LoggerModule } from 'nestjs-pino';
import { Clock } from './clock.ts';
import { CONFIG, type Config } from './config.ts';
import { Database } from './database.ts';
import { HealthController } from './health.controller.ts';
import { logging } from './logging.ts';
import { OpenWork } from './open-work.ts';
import { Outbox } from './outbox.ts';
import { RunningRequests } from './running-requests.ts';

@Global()
@Module({})
export class PlatformModule {
  static forRoot(config: Config): DynamicModule {
    return {
      module: PlatformModule,
      imports: [LoggerModule.forRoot(logging(config))],
      controllers: [HealthController],
      providers: [{ provide: CONFIG, useValue: config }, Clock, Database, Outbox, OpenWork, RunningRequests],
      exports: [CONFIG, Clock, Database, Outbox, OpenWork, RunningRequests],
    };
  }
}
