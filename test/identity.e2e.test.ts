// Sign-in, sessions, credentials, vaults and enrolment through real HTTP, by the very workflows of libs/client.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { addPasskey, addPassphrase, enrolWithPasskey, generatePassphrase, openInvitation, proposeRemoval, signInWithPasskey, signInWithPassphrase, signOut, signProposal, TrustFollower, unlockWith } from '#client';
import { identityRoutes, TERMS_VERSION } from '#protocol';
import { TOTP } from 'otpauth';
import { enrolPerson, foundingInvitation, freshCode, makeSmallNetwork, newClient, queryAll, signInAgain, type EnrolledPerson, type SmallNetwork } from './support/enrolled-people.ts';
import { startHub, type Hub } from './support/hub.ts';
import { SoftwareAuthenticator } from './support/software-authenticator.ts';

describe('somebody who was invited', () => {
  let hub: Hub;
  let person: EnrolledPerson;
  beforeAll(async () => {
    hub = await startHub({ processes: ['api'] });
  }, 60_000);
  beforeEach(async () => {
    person = await enrolPerson(hub.url, await foundingInvitation(hub));
  });
  afterAll(() => hub.stop());

  test('is signed in after enrolling, pending, with a certificate of their own', async () => {
    const session = await person.hub.call(identityRoutes.session);
    expect(session).toMatchObject({ role: 'pending', member: null, network: null, method: 'passphrase', certificate: await person.keyring.certificate() });
    const { items } = await person.hub.call(identityRoutes.enrolled);
    expect(items).toContainEqual(expect.objectContaining({ officer: session.officer, certificate: session.certificate, card: expect.objectContaining({ name: 'Test person' }) }));
  });

  test('signs in on a new device by name, passphrase, one-time code and recovery code', async () => {
    const device = newClient(hub.url);
    const signedIn = await signInAgain(person, device);
    expect(signedIn.outcome).toBe('unlocked');
    expect(await device.keyring.certificate()).toBe(person.session.certificate);
    const told = await queryAll(hub, `SELECT payload ->> 'notice' AS notice FROM outbox WHERE payload ->> 'account' = $1`, [person.session.account]);
    expect(told).toEqual([{ notice: 'new-sign-in' }]);
  });

  test('cannot open the vault with another recovery code, nor one that the hub rolled back', async () => {
    const other = await enrolPerson(hub.url, await foundingInvitation(hub));
    const device = newClient(hub.url);
    const tried = await signInWithPassphrase(device, { signInName: person.session.signInName, passphrase: person.passphrase, code: await freshCode(person.totp), recoveryCode: other.recoveryCode });
    expect(tried).toMatchObject({ outcome: 'recovery-code-needed', tried: true });
    expect(await device.keyring.unlocked()).toBe(false);
    device.memory.versions.set(person.session.credential, 7);
    const session = await device.hub.call(identityRoutes.session);
    expect(await unlockWith(device, session, { kind: 'passphrase' }, person.recoveryCode)).toMatchObject({ outcome: 'vault-rolled-back' });
    device.memory.versions.clear();
    expect(await unlockWith(device, session, { kind: 'passphrase' }, person.recoveryCode)).toMatchObject({ outcome: 'unlocked' });
  });

  test('has accepted the terms of use by enrolling, is asked again for a version not accepted, and accepts only the present one', async () => {
    const { account, officer } = person.session;
    const recorded = () => queryAll(hub, "SELECT outcome FROM audit_entry WHERE action = 'terms.accept' AND actor_officer = $1 ORDER BY id", [officer]);
    expect(person.session.termsDue).toBeNull();
    expect(await recorded()).toEqual([{ outcome: 'done' }]);
    // As it is for somebody who accepted an earlier version only.
    await queryAll(hub, 'DELETE FROM terms_acceptance WHERE account = $1', [account]);
    const again = await signInAgain(person, newClient(hub.url));
    expect(again).toMatchObject({ outcome: 'unlocked', session: { termsDue: TERMS_VERSION } });
    for (const version of [TERMS_VERSION + 1, 1000]) await expect(person.hub.call(identityRoutes.acceptTerms, { body: { version } })).rejects.toMatchObject({ code: 'conflict' });
    expect((await person.hub.call(identityRoutes.session)).termsDue).toBe(TERMS_VERSION);
    for (let times = 0; times < 2; times++) expect(await person.hub.call(identityRoutes.acceptTerms, { body: { version: TERMS_VERSION } })).toMatchObject({ termsDue: null });
    expect((await recorded()).filter(({ outcome }) => outcome === 'done')).toHaveLength(2);
  });

  test('confirms by passphrase that it is them', async () => {
    const before = await person.hub.call(identityRoutes.session);
    const confirmed = await signInWithPassphrase(person, { passphrase: person.passphrase, code: await freshCode(person.totp) }, 'step-up');
    if (confirmed.outcome !== 'unlocked') throw new Error(confirmed.outcome);
    expect(confirmed.session.id).toBe(before.id);
    expect(Date.parse(confirmed.session.verifiedAt)).toBeGreaterThan(Date.parse(before.verifiedAt));
  });

  test('adds a passkey, signs in by it elsewhere and confirms by it', async () => {
    const authenticator = new SoftwareAuthenticator(hub.url);
    const added = await addPasskey(person, person.session, authenticator, 'My key');
    expect(added).toMatchObject({ method: 'passkey', label: 'My key' });
    const device = newClient(hub.url);
    const signedIn = await signInWithPasskey(device, authenticator, person.recoveryCode);
    expect(signedIn).toMatchObject({ outcome: 'unlocked', session: { officer: person.session.officer, method: 'passkey', credential: added.id } });
    expect(await device.keyring.certificate()).toBe(person.session.certificate);
    expect(await signInWithPasskey(device, authenticator, undefined, 'step-up')).toMatchObject({ outcome: 'unlocked' });
  });

  test('enrols by passkey alone', async () => {
    const client = newClient(hub.url);
    const token = await foundingInvitation(hub);
    const authenticators = new SoftwareAuthenticator(hub.url);
    authenticators.behaviour.prfAtCreation = true;
    const about = { name: 'Passkey person', function: 'Tests', languages: [] };
    const { session, recoveryCode } = await enrolWithPasskey(client, { token, view: await openInvitation(client, token) }, about, { authenticators, label: 'Key' });
    expect(session).toMatchObject({ method: 'passkey', role: 'pending' });
    const device = newClient(hub.url);
    expect(await signInWithPasskey(device, authenticators, recoveryCode)).toMatchObject({ outcome: 'unlocked', session: { officer: session.officer } });
  });

  test('replaces the passphrase: this session goes on, other sessions and the old passphrase do not', async () => {
    const elsewhere = newClient(hub.url);
    await signInAgain(person, elsewhere);
    const passphrase = generatePassphrase();
    let totp = new TOTP();
    await addPassphrase(person, person.session, {
      passphrase,
      label: 'New',
      readCode: async ({ secret }) => {
        totp = new TOTP({ secret });
        return totp.generate();
      },
    });
    const { items } = await person.hub.call(identityRoutes.credentials);
    expect(items).toMatchObject([{ label: 'New', method: 'passphrase', current: true }]);
    await expect(elsewhere.hub.call(identityRoutes.session)).rejects.toMatchObject({ code: 'not-signed-in' });
    expect(await signInWithPassphrase(newClient(hub.url), { signInName: person.session.signInName, passphrase: person.passphrase, code: '000000' })).toEqual({ outcome: 'refused' });
    expect(await signInAgain({ ...person, passphrase, totp }, newClient(hub.url))).toMatchObject({ outcome: 'unlocked' });
  });

  test('removes a way to sign in, but not the last one', async () => {
    const authenticator = new SoftwareAuthenticator(hub.url);
    const { id } = await addPasskey(person, person.session, authenticator, 'Lost key');
    const thief = newClient(hub.url);
    await signInWithPasskey(thief, authenticator);
    await person.hub.call(identityRoutes.removeCredential, { params: { id } });
    await expect(thief.hub.call(identityRoutes.session)).rejects.toMatchObject({ code: 'not-signed-in' });
    expect(await signInWithPasskey(newClient(hub.url), authenticator)).toMatchObject({ outcome: 'refused' });
    await expect(person.hub.call(identityRoutes.removeCredential, { params: { id: person.session.credential } })).rejects.toMatchObject({ code: 'conflict' });
  });

  test('sees their sessions, ends one, and signs out', async () => {
    const elsewhere = newClient(hub.url);
    await signInAgain(person, elsewhere);
    const { items } = await person.hub.call(identityRoutes.sessions);
    expect(items).toMatchObject([{ current: false, client: 'tests' }, { current: true, address: '127.0.0.1' }]);
    await person.hub.call(identityRoutes.endSession, { params: { id: items[0]!.id } });
    await expect(elsewhere.hub.call(identityRoutes.session)).rejects.toMatchObject({ code: 'not-signed-in' });
    await signOut(person);
    expect(await person.keyring.unlocked()).toBe(false);
    await expect(person.hub.call(identityRoutes.session)).rejects.toMatchObject({ code: 'not-signed-in' });
  });
});

describe('in a network', () => {
  let hub: Hub;
  let network: SmallNetwork;
  beforeAll(async () => {
    hub = await startHub();
    network = await makeSmallNetwork(hub);
  }, 120_000);
  afterAll(() => hub.stop());

  const officerInvitation = { purpose: 'officer', role: 'officer', note: 'Colleague', email: 'colleague@authority.example' } as const;

  test('roles come from the trust log: founders became security officers when they were admitted', async () => {
    const [{ id, security }] = network.members as [SmallNetwork['members'][number]];
    expect(await security[0].hub.call(identityRoutes.session)).toMatchObject({ role: 'security', member: id, network: { id: network.id, demonstration: true } });
    expect(await network.secretariat.hub.call(identityRoutes.session)).toMatchObject({ role: 'secretariat', member: null });
    expect((await network.secretariat.hub.call(identityRoutes.enrolled)).items).toEqual([]);
  });

  test('a security officer invites for the own member only, and sees no other invitations', async () => {
    const [one, two] = network.members.map(({ security }) => security[0]) as [EnrolledPerson, EnrolledPerson];
    const { id, token } = await one.hub.call(identityRoutes.invite, { body: officerInvitation });
    expect((await one.hub.call(identityRoutes.invitations)).items).toMatchObject([{ id, state: 'open', member: network.members[0]!.id, role: 'officer' }]);
    expect((await two.hub.call(identityRoutes.invitations)).items).toEqual([]);
    const seen = (await network.secretariat.hub.call(identityRoutes.invitations)).items;
    expect(seen.map(({ purpose }) => purpose)).not.toContain('officer');
    await expect(two.hub.call(identityRoutes.withdrawInvitation, { params: { id } })).rejects.toMatchObject({ code: 'not-found' });
    await expect(network.secretariat.hub.call(identityRoutes.withdrawInvitation, { params: { id } })).rejects.toMatchObject({ code: 'not-found' });
    await expect(one.hub.call(identityRoutes.invite, { body: { purpose: 'auditor', note: 'x', email: null } })).rejects.toMatchObject({ code: 'not-allowed' });
    await expect(network.secretariat.hub.call(identityRoutes.invite, { body: officerInvitation })).rejects.toMatchObject({ code: 'not-allowed' });

    const colleague = await enrolPerson(hub.url, token);
    expect((await one.hub.call(identityRoutes.enrolled)).items).toMatchObject([{ officer: colleague.session.officer, role: 'officer', member: network.members[0]!.id }]);
    expect((await two.hub.call(identityRoutes.enrolled)).items).toEqual([]);
    expect((await network.secretariat.hub.call(identityRoutes.enrolled)).items).toEqual([]);
    expect((await colleague.hub.call(identityRoutes.enrolled)).items).toEqual([]);
    await expect(colleague.hub.call(identityRoutes.invitations)).rejects.toMatchObject({ code: 'not-allowed' });
  });

  test('an authority that is a member cannot be founded again, nor can the secretariat', async () => {
    const { items } = await network.secretariat.hub.call(identityRoutes.invitations);
    const { authority } = items.find(({ purpose }) => purpose === 'founder')!;
    await expect(network.secretariat.hub.call(identityRoutes.invite, { body: { purpose: 'founder', authority: authority!, note: 'x', email: null } })).rejects.toMatchObject({ code: 'already-done' });
    const unknown = { purpose: 'founder', authority: crypto.randomUUID(), note: 'x', email: null } as const;
    await expect(network.secretariat.hub.call(identityRoutes.invite, { body: unknown })).rejects.toMatchObject({ code: 'not-found' });
    await expect(foundingInvitation(hub)).rejects.toMatchObject({ code: 'not-allowed' });
  });

  test('an officer who is removed loses sessions, credentials and vaults at once', async () => {
    const { id, security } = network.members[1]!;
    const [first, second, leaving] = security;
    const work = { ...first, trust: new TrustFollower(first.hub, network.id) };
    const proposal = await proposeRemoval(work, id, leaving.session.officer);
    expect(await signProposal(second, proposal!)).toMatchObject({ state: 'appended' });
    await expect(leaving.hub.call(identityRoutes.session)).rejects.toMatchObject({ code: 'not-signed-in' });
    expect(await signInAgain(leaving, newClient(hub.url))).toEqual({ outcome: 'refused' });
    const held = await queryAll(hub, 'SELECT (SELECT count(*) FROM credential WHERE account = $1) + (SELECT count(*) FROM vault WHERE account = $1) + (SELECT count(*) FROM session WHERE account = $1) AS rows', [leaving.session.account]);
    expect(held).toEqual([{ rows: '0' }]);
  });
});
