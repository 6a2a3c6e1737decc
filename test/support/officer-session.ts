// An officer of a membership hub at work with the workflows of libs/client. The logs are sequenced before each look, as the worker would soon.
import { TrustFollower, type OfficerSession, type TrustSource } from '#client';
import type { EnrolledPerson, MembershipHub } from './membership-hub.ts';

class PromptTrust implements TrustSource {
  private readonly follower: TrustFollower;

  constructor(
    private readonly hub: MembershipHub,
    person: EnrolledPerson,
    network: string,
  ) {
    this.follower = new TrustFollower(person.hub, network);
  }

  async sync() {
    await this.hub.sequence();
    return this.follower.sync();
  }

  async reach(size: number) {
    await this.hub.sequence();
    return this.follower.reach(size);
  }

  certificates(hashes: readonly string[]) {
    return this.follower.certificates(hashes);
  }
}

export function sessionOf(hub: MembershipHub, network: string, person: EnrolledPerson): OfficerSession {
  return { hub: person.hub, keyring: person.keyring, trust: new PromptTrust(hub, person, network) };
}
