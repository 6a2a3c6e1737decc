import { Controller } from '@nestjs/common';
import { auditRoutes, type RouteInput } from '#protocol';
import { Handles, Input } from '../platform/handles.ts';
import { ProveEntries } from './prove-entries.ts';
import { ViewEntries } from './view-entries.ts';

@Controller()
export class AuditController {
  constructor(
    private readonly proofs: ProveEntries,
    private readonly view: ViewEntries,
  ) {}

  @Handles(auditRoutes.auditAnchors)
  anchors(@Input() { body }: RouteInput<typeof auditRoutes.auditAnchors>) {
    return this.proofs.anchors(body.entries, body.size);
  }

  @Handles(auditRoutes.auditEntries)
  entries(@Input() { query }: RouteInput<typeof auditRoutes.auditEntries>) {
    return this.view.execute(query);
  }
}
