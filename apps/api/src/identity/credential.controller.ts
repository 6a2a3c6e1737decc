import { Controller } from '@nestjs/common';
import { identityRoutes as routes, type RouteAnswer, type RouteInput } from '#protocol';
import { Handles, Input } from '../platform/handles.ts';
import { AddCredential } from './add-credential.ts';
import type { Credential } from './credential.repository.ts';
import { ListCredentials, OfferCredential, RemoveCredential } from './own-credentials.ts';

function itemOf({ id, method, label, created, last_used }: Credential, current: boolean) {
  return { id, method, label, created: created.toISOString(), lastUsed: last_used?.toISOString() ?? null, current };
}

@Controller()
export class CredentialController {
  constructor(
    private readonly credentials: ListCredentials,
    private readonly offer: OfferCredential,
    private readonly addition: AddCredential,
    private readonly removal: RemoveCredential,
  ) {}

  @Handles(routes.credentials)
  async list(): Promise<RouteAnswer<typeof routes.credentials>> {
    return { items: (await this.credentials.execute()).map(({ credential, current }) => itemOf(credential, current)) };
  }

  @Handles(routes.offerPassphrase)
  offerPassphrase(@Input() { body }: RouteInput<typeof routes.offerPassphrase>): Promise<RouteAnswer<typeof routes.offerPassphrase>> {
    return this.offer.passphrase(body.request);
  }

  @Handles(routes.offerPasskey)
  offerPasskey(): Promise<RouteAnswer<typeof routes.offerPasskey>> {
    return this.offer.passkey();
  }

  @Handles(routes.addCredential)
  async add(@Input() { body }: RouteInput<typeof routes.addCredential>): Promise<RouteAnswer<typeof routes.addCredential>> {
    return itemOf(await this.addition.execute(body), false);
  }

  @Handles(routes.removeCredential)
  remove(@Input() { params }: RouteInput<typeof routes.removeCredential>): Promise<void> {
    return this.removal.execute(params.id);
  }
}
