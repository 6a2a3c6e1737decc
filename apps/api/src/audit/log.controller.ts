import { Controller } from '@nestjs/common';
import { auditRoutes, type RouteInput } from '#protocol';
import { Handles, Input } from '../platform/handles.ts';
import { ProveEntries } from './prove-entries.ts';

/** The logs' public side: no session, nothing but hashes and signatures. */
@Controller()
export class LogController {
  constructor(private readonly proofs: ProveEntries) {}

  @Handles(auditRoutes.checkpoint)
  checkpoint(@Input() { params }: RouteInput<typeof auditRoutes.checkpoint>) {
    return this.proofs.checkpoint(params.log);
  }

  @Handles(auditRoutes.vkey)
  vkey(@Input() { params }: RouteInput<typeof auditRoutes.vkey>) {
    return this.proofs.vkey(params.log);
  }

  @Handles(auditRoutes.inclusion)
  inclusion(@Input() { params, query }: RouteInput<typeof auditRoutes.inclusion>) {
    return this.proofs.inclusion(params.log, query.index, query.size);
  }

  @Handles(auditRoutes.consistency)
  consistency(@Input() { params, query }: RouteInput<typeof auditRoutes.consistency>) {
    return this.proofs.consistency(params.log, query.from, query.to);
  }
}
