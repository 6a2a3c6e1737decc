import { Module } from '@nestjs/common';
import { DatabaseSignals } from '../platform/database-signals.ts';
import { CutOff } from './cut-off.ts';
import { FollowTrustLog } from './follow-trust-log.ts';
import { LiveController } from './live.controller.ts';
import { LiveStreams } from './live-streams.ts';
import { WatchSession } from './watch-session.ts';

/** HTTP only: event streams, and the end of whatever is open for a session that is over. */
@Module({
  controllers: [LiveController],
  providers: [DatabaseSignals, LiveStreams, CutOff, FollowTrustLog, WatchSession],
})
export class LiveModule {}
