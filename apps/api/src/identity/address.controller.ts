import { Controller } from '@nestjs/common';
import { noticesRoutes as routes, type RouteInput } from '#protocol';
import { Handles, Input } from '../platform/handles.ts';
import { AskAddress, ConfirmAddress, WithdrawAddress } from './change-address.ts';

@Controller()
export class AddressController {
  constructor(
    private readonly asking: AskAddress,
    private readonly confirmation: ConfirmAddress,
    private readonly withdrawal: WithdrawAddress,
  ) {}

  @Handles(routes.askAddress)
  ask(@Input() { body }: RouteInput<typeof routes.askAddress>): Promise<void> {
    return this.asking.execute(body.address);
  }

  @Handles(routes.confirmAddress)
  confirm(@Input() { body }: RouteInput<typeof routes.confirmAddress>): Promise<void> {
    return this.confirmation.execute(body.code);
  }

  @Handles(routes.withdrawAddress)
  withdraw(): Promise<void> {
    return this.withdrawal.execute();
  }
}
