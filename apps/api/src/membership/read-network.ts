// Which network this hub serves: all that is said before anybody is signed in.
import { Inject, Injectable } from '@nestjs/common';
import type { NetworkInfo } from '#protocol';
import { CONFIG, type Config } from '../platform/config.ts';
import { LiveTrust } from './live-trust.ts';

@Injectable()
export class ReadNetwork {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly live: LiveTrust,
  ) {}

  async execute(): Promise<NetworkInfo> {
    const { network } = await this.live.newest();
    return network === null ? { id: null, name: this.config.networkName, demonstration: false } : { id: network.id, name: network.name, demonstration: network.demonstration };
  }
}
