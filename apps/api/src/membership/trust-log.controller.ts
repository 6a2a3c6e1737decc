import { Controller, Headers, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { membershipRoutes, type RouteInput } from '#protocol';
import { Handles, Input } from '../platform/handles.ts';
import { ReadNetwork } from './read-network.ts';
import { ReadNetworkPeople } from './read-network-people.ts';
import { ReadOfficers } from './read-officers.ts';
import { ReadPackage } from './read-package.ts';
import { ReadTrustBundle } from './read-trust-bundle.ts';
import { ReadTrustLog } from './read-trust-log.ts';
import { StoreCard } from './store-card.ts';

type In<K extends keyof typeof membershipRoutes> = RouteInput<(typeof membershipRoutes)[K]>;

@Controller()
export class TrustLogController {
  constructor(
    private readonly whole: ReadNetwork,
    private readonly log: ReadTrustLog,
    private readonly bundles: ReadTrustBundle,
    private readonly people: ReadOfficers,
    private readonly networkOfficers: ReadNetworkPeople,
    private readonly packages: ReadPackage,
    private readonly cards: StoreCard,
  ) {}

  @Handles(membershipRoutes.network)
  network() {
    return this.whole.execute();
  }

  @Handles(membershipRoutes.trustEntries)
  trustEntries(@Input() { query }: In<'trustEntries'>) {
    return this.log.entries(query);
  }

  @Handles(membershipRoutes.trustBundle)
  async trustBundle(@Input() { params }: In<'trustBundle'>, @Headers('accept-encoding') accepted: string | undefined, @Res() reply: FastifyReply): Promise<void> {
    const { bytes, coding } = await this.bundles.execute(params.bundle, accepted ?? '');
    await reply.headers({ 'content-type': 'application/octet-stream', vary: 'accept-encoding', ...(coding === null ? {} : { 'content-encoding': coding }) }).send(bytes);
  }

  @Handles(membershipRoutes.certificates)
  certificates(@Input() { body }: In<'certificates'>) {
    return this.log.certificatesOf(body.hashes);
  }

  @Handles(membershipRoutes.officers)
  officers(@Input() { params }: In<'officers'>) {
    return this.people.execute(params.member);
  }

  @Handles(membershipRoutes.networkPeople)
  networkPeople() {
    return this.networkOfficers.execute();
  }

  @Handles(membershipRoutes.storeCard)
  storeCard(@Input() { params, body }: In<'storeCard'>) {
    return this.cards.execute(params.officer, body);
  }

  @Handles(membershipRoutes.epochPackage)
  epochPackage(@Input() { params }: In<'epochPackage'>) {
    return this.packages.execute(params.epoch);
  }
}
