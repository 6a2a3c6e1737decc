import { Injectable } from '@nestjs/common';
import { currentContext } from '../platform/request-context.ts';
import { subscriberAddress } from './subscriber-address.ts';
import { AnonymousLimits, type AnonymousRate } from './identity.port.ts';
import { ANONYMOUS, Pressure } from './pressure.ts';

@Injectable()
export class AddressLimits extends AnonymousLimits {
  constructor(private readonly pressure: Pressure) {
    super();
  }

  override push(): Promise<void> {
    return this.count('anonymous', ANONYMOUS);
  }

  override spend(what: string, rate: AnonymousRate): Promise<void> {
    return this.count(`anonymous ${what}`, rate);
  }

  private count(what: string, rate: AnonymousRate): Promise<void> {
    return this.pressure.push(this.pressure.key(what, subscriberAddress(currentContext().address)), rate);
  }
}
