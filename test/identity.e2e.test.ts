// Sign-in, sessions, vaults, credentials and enrolment through real HTTP, by the very workflows of libs/client.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { identityRoutes } from '#protocol';
import { enrolPerson, foundingInvitation, newClient, signInAgain, type EnrolledPerson } from './support/enrolled-people.ts';
import { startHub, type Hub } from './support/hub.ts';

describe('somebody who was invited', () => {
  let hub: Hub;
  let person: EnrolledPerson;
  beforeAll(async () => {
    hub = await startHub();
    person = await enrolPerson(hub.url, await foundingInvitation(hub));
  });
  afterAll(() => hub.stop());

  test('is signed in after enrolling, pending, with a certificate of their own', async () => {
    const session = await person.hub.call(identityRoutes.session);
    expect(session).toMatchObject({ role: 'pending', member: null, network: null, method: 'passphrase', certificate: await person.keyring.certificate() });
    const { items } = await person.hub.call(identityRoutes.enrolled);
    expect(items).toMatchObject([{ officer: session.officer, certificate: session.certificate, card: { name: 'Test person' } }]);
  });

  test('signs in on a new device by name, passphrase, one-time code and recovery code', async () => {
    const device = newClient(hub.url);
    const signedIn = await signInAgain(person, device);
    expect(signedIn.outcome).toBe('unlocked');
    expect(await device.keyring.certificate()).toBe(person.session.certificate);
  });
});
