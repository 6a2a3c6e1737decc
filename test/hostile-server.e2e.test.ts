// A hub that lies about messages, from real keys and logs that hold: whatever it alters, the reader refuses, and says by name what is wrong.
import { beforeAll, describe, expect, test } from '@jest/globals';
import { addKeyPackets, openThread, readMessage, sealDraft, textOf } from '#client';
import { DEFAULT_LABELS, fromBase64Url, toBase64Url, uuidV7, type Bytes } from '#protocol';
import { readCertificate } from '#openpgp';
import { createEpoch, rewrap } from '#openpgp/open';
import { forgeMessage, otherSubkeys } from './support/forged-message.ts';
import type { Lies } from './support/lying-hub.ts';
import { rotate, SealedWorld, TEXT, type WorldMember } from './support/sealed-world.ts';
import { hashOfCertificate, makePerson } from './support/trust-network.ts';
import { detailIn, failuresIn, failuresWith, openWith, readerOf, sent } from './support/world-reader.ts';

let world: SealedWorld;
let sender: WorldMember;
let receiver: WorldMember;
let stranger: WorldMember;

beforeAll(async () => {
  world = await SealedWorld.make();
  [sender, receiver, stranger] = world.members;
}, 60_000);

/** The body or a key packet of every message, changed on the way. */
const changedBody = (change: (body: Bytes) => void): Lies => ({ fetchMessage: (sealed) => ({ ...sealed, body: changed(sealed.body, change) }) });
const changedKeyPacket = (change: (packet: Bytes) => void): Lies => ({
  fetchMessage: (sealed) => ({ ...sealed, keyPackets: sealed.keyPackets.map((one) => ({ ...one, packet: changed(one.packet, change) })) }),
});
function changed(text: string, change: (bytes: Bytes) => void): string {
  const bytes = fromBase64Url(text);
  change(bytes);
  return toBase64Url(bytes);
}

const epochCertificates = (members: readonly WorldMember[]) => members.map(({ epoch }) => epoch.certificate);
const readers = () => [sender, receiver].toSorted((a, b) => (a.id < b.id ? -1 : 1));

test('an honest hub: verified, with its text, and nothing missing', async () => {
  const { place } = await sent(world);
  const thread = await openWith(world, place);
  expect(failuresIn(thread)).toEqual(['verified']);
  expect(textOf(thread.messages[0]!)).toEqual(TEXT);
  expect(thread.messages[0]!.notes).toEqual([]);
  expect(thread.gaps).toEqual([]);
  expect(thread.members).toEqual([sender.id, receiver.id].toSorted());
});

describe('bytes on the way', () => {
  test('an altered body', async () => {
    const { place } = await sent(world);
    expect(await failuresWith(world, place, changedBody((body) => (body[200]! ^= 1)))).toEqual(['altered-body']);
  });

  test('an altered key packet', async () => {
    const { place } = await sent(world);
    expect(await failuresWith(world, place, changedKeyPacket((packet) => (packet[packet.length - 1]! ^= 1)))).toEqual(['altered-key-packet']);
  });

  // A packet's fields begin behind a tag and two octets of length.
  test.each<[string, Lies, string]>([
    ['key packets of version 3', changedKeyPacket((packet) => (packet[3] = 3)), 'key-packet-version'],
    ['SEIPD version 1', changedBody((body) => (body[3] = 1)), 'body-version'],
    ['AES-128', changedBody((body) => (body[4] = 7)), 'body-cipher'],
    ['OCB', changedBody((body) => (body[5] = 2)), 'body-aead'],
    ['larger chunks', changedBody((body) => (body[6] = 16)), 'body-chunk-size'],
  ])('downgraded packets: %s', async (_, lies, detail) => {
    const { place } = await sent(world);
    const thread = await openWith(world, place, lies);
    expect(failuresIn(thread)).toEqual(['outdated-packets']);
    expect(detailIn(thread)).toBe(detail);
  });

  test('no packets at all', async () => {
    const { place } = await sent(world);
    expect(await failuresWith(world, place, { fetchMessage: (sealed) => ({ ...sealed, body: toBase64Url(new Uint8Array(500)) }) })).toEqual(['malformed-packets']);
    expect(await failuresWith(world, place, { fetchMessage: (sealed) => ({ ...sealed, keyPackets: [] }) })).toEqual(['malformed-packets']);
  });
});

describe('who sent it', () => {
  test('a swapped sender: the hub names another officer', async () => {
    const { place, message } = await sent(world);
    const other = stranger.officers[0];
    const swapped = { member: stranger.id, officer: other.officer, certificate: other.key.certificate };
    const lies: Lies = { readThread: (page) => ({ ...page, messages: page.messages.map((one) => ({ ...one, sender: swapped })) }), fetchMessage: (sealed) => ({ ...sealed, summary: { ...sealed.summary, sender: swapped } }) };
    expect(await failuresWith(world, place, lies)).toEqual(['swapped-sender']);
    expect(message.summary.sender).not.toEqual(swapped);
  });

  test('a swapped sender: another officer signs in the name of the first', async () => {
    const place = world.newPlace();
    const header = world.header(sender, place);
    await world.accept(header, await forgeMessage(header, epochCertificates(readers()), { signer: stranger.officers[0] }));
    expect(await failuresWith(world, place, {})).toEqual(['wrong-signature']);
  });

  test('a ghost officer: a good signature by a certificate that the log does not know', async () => {
    const ghost = await makePerson();
    const place = world.newPlace();
    const header = world.header(sender, place, { sender: { member: sender.id, officer: ghost.officer, certificate: ghost.key.certificate } });
    await world.accept(header, await world.seal(header, ghost));
    expect(await failuresWith(world, place, { certificates: (honest) => ({ certificates: [...honest.certificates, { hash: ghost.key.certificate, certificate: toBase64Url(ghost.certificate) }] }) })).toEqual(['unknown-sender']);
  });

  test.each<[string, { notation: { critical?: boolean; value?: string } | null }, string]>([
    ['without the notation', { notation: null }, 'notation-missing'],
    ['with the notation not critical', { notation: { critical: false } }, 'notation-missing'],
    ['with the notation of another header', { notation: { value: '00'.repeat(32) } }, 'notation-mismatch'],
  ])('a valid signature %s', async (_, forgery, failure) => {
    const place = world.newPlace();
    const header = world.header(sender, place);
    await world.accept(header, await forgeMessage(header, epochCertificates(readers()), { signer: sender.officers[0], ...forgery }));
    expect(await failuresWith(world, place, {})).toEqual([failure]);
  });

  test('a literal name that was changed after signing', async () => {
    const place = world.newPlace();
    const header = world.header(sender, place);
    await world.accept(header, await forgeMessage(header, epochCertificates(readers()), { signer: sender.officers[0], literalName: 'invoice.exe' }));
    expect(await failuresWith(world, place, {})).toEqual(['changed-literal-fields']);
  });

  test.each(['strip', 'add'] as const)('a certificate with other subkeys under the same fingerprint: %s', async (change) => {
    const { place } = await sent(world);
    const altered = otherSubkeys(sender.officers[0].certificate, change);
    expect(altered.subarray(0, 42)).toEqual(sender.officers[0].certificate.subarray(0, 42));
    expect((await readCertificate(altered)).ok).toBe(false);
    const lies: Lies = { certificates: (honest) => ({ certificates: honest.certificates.map((one) => (one.hash === sender.officers[0].key.certificate ? { ...one, certificate: toBase64Url(altered) } : one)) }) };
    expect(await failuresWith(world, place, lies)).toEqual(['altered-certificate']);
  });

  test.each(['strip', 'add'] as const)('nothing is sealed to an epoch whose certificate has other subkeys: %s', async (change) => {
    const { hub, session } = await readerOf(world, sender);
    const altered = toBase64Url(otherSubkeys(receiver.epoch.certificate, change));
    hub.lies = { certificates: (honest) => ({ certificates: honest.certificates.map((one) => (one.hash === receiver.epoch.hash ? { ...one, certificate: altered } : one)) }) };
    const content = { kind: 'message', labels: DEFAULT_LABELS, language: null, content: TEXT, attachments: [] } as const;
    await expect(sealDraft(session, world.newPlace(), content)).rejects.toMatchObject({ code: 'not-found', details: { verdict: 'certificate-missing' } });
  });
});

describe('where it belongs', () => {
  test('a message of another network', async () => {
    const { place } = await sent(world, { network: 'ab'.repeat(32) });
    expect(await failuresWith(world, place, {})).toEqual(['other-network']);
  });

  test('a message moved to another thread', async () => {
    const { message } = await sent(world);
    const elsewhere = world.newPlace();
    const moved = { ...message.summary, thread: elsewhere.thread };
    const { hub, session } = await readerOf(world);
    hub.lies = { readThread: () => hub.thread(elsewhere.thread, [moved]), fetchMessage: (sealed) => ({ ...sealed, summary: moved }) };
    expect(failuresIn(await openThread(session, elsewhere.thread))).toEqual(['other-thread']);
  });

  test('a message replayed under a new id', async () => {
    const { place, message } = await sent(world);
    const again = { ...message.summary, id: uuidV7(), position: 2 };
    world.messages.push({ ...message, summary: again });
    expect(await failuresWith(world, place, {})).toEqual(['verified', 'other-message']);
  });

  test('an id shown again with another body', async () => {
    const { place, message } = await sent(world);
    const header = world.header(sender, place, { message: message.header.message, sequence: 2, parents: [message.headerHash] });
    const second = await world.accept(header, await world.seal(header, sender.officers[0]));
    const bodies = [message, second];
    const { hub, session } = await readerOf(world);
    hub.lies = { fetchMessage: () => hub.sealedMessage(bodies.shift()!) };
    expect(failuresIn(await openThread(session, place.thread))).toEqual(['verified', 'replayed']);
  });

  test('two messages under one count of the sender’s device', async () => {
    const { place, message } = await sent(world);
    await world.send({ ...place, parents: [message.headerHash], sequence: 1 });
    expect(await failuresWith(world, place, {})).toEqual(['verified', 'sequence-reused']);
  });

  test('a missing message: the gap is shown', async () => {
    const { place, message } = await sent(world);
    const second = await world.send({ ...place, parents: [message.headerHash], sequence: 2 });
    await world.send({ ...place, parents: [second.headerHash], sequence: 3 });
    const thread = await openWith(world, place, { readThread: (page) => ({ ...page, messages: page.messages.filter(({ id }) => id !== second.summary.id) }) });
    expect(failuresIn(thread)).toEqual(['verified', 'verified']);
    expect(thread.gaps).toEqual([
      { kind: 'parent', parent: second.headerHash, message: thread.messages[1]!.id },
      { kind: 'sequence', certificate: sender.officers[0].key.certificate, device: sender.officers[0].officer, from: 2, to: 2 },
    ]);
  });

  test('a missing beginning: the gap is shown', async () => {
    const { place, message } = await sent(world);
    await world.send({ ...place, parents: [message.headerHash], sequence: 2 });
    const { gaps } = await openWith(world, place, { readThread: (page) => ({ ...page, messages: page.messages.slice(1) }) });
    expect(gaps.map(({ kind }) => kind)).toEqual(['beginning', 'parent', 'sequence']);
  });
});

describe('who can read it', () => {
  test('re-wrapped to a third member: it refuses to be a recipient', async () => {
    const { place, message } = await sent(world);
    const { bytes } = await rewrap({ sessionKey: message.sealed.sessionKey, certificate: stranger.epoch.certificate });
    const packet = { member: stranger.id, epoch: stranger.epoch.id, packet: toBase64Url(bytes) };
    expect(await failuresWith(world, place, { fetchMessage: (sealed) => ({ ...sealed, keyPackets: [packet] }) }, stranger)).toEqual(['not-a-recipient']);
  });

  test('re-wrapped to a third member: the others see it', async () => {
    const { place } = await sent(world);
    const third = { member: stranger.id, epoch: stranger.epoch.id };
    expect(await failuresWith(world, place, { fetchMessage: (sealed) => ({ ...sealed, summary: { ...sealed.summary, recipients: [...sealed.summary.recipients, third] } }) })).toEqual(['key-packet-for-others']);
  });

  test('a third member in the recorded act', async () => {
    const place = world.newPlace();
    const header = world.header(sender, place);
    const recipients = [...readers().map(({ id, epoch }) => ({ member: id, epoch: epoch.id })), { member: stranger.id, epoch: stranger.epoch.id }];
    await world.accept(header, await world.seal(header, sender.officers[0]), { recipients });
    expect(await failuresWith(world, place, {})).toEqual(['key-packet-for-others']);
  });

  test('a ghost epoch: the sender was given a key that the log does not have', async () => {
    const place = world.newPlace();
    const id = uuidV7();
    const { certificate } = await createEpoch(id);
    const hash = await hashOfCertificate(certificate);
    const honest = world.header(sender, place);
    const header = { ...honest, recipients: honest.recipients.map((one) => (one.member === sender.id ? { member: sender.id, epoch: id, certificate: hash } : one)) };
    const certificates = header.recipients.map((one) => ('certificate' in one && one.certificate === hash ? certificate : receiver.epoch.certificate));
    await world.accept(header, await forgeMessage(header, certificates, { signer: sender.officers[0] }));
    expect(await failuresWith(world, place, {})).toEqual(['ghost-epoch']);
  });

  test('a later message of the thread to one member more', async () => {
    const { place, message } = await sent(world);
    await world.send({ ...place, members: [...place.members, stranger.id], parents: [message.headerHash], sequence: 2 });
    expect(await failuresWith(world, place, {})).toEqual(['verified', 'recipients-not-members']);
  });
});

test('another message handed out to be re-wrapped: its key is wrapped for nobody', async () => {
  const own = await SealedWorld.make();
  const [, to] = own.members;
  const { place } = await sent(own);
  const secret = await sent(own);
  const { hub, session } = await readerOf(own);
  const later = await rotate(own.network, to.id, to.officers);
  await own.checkpoint();
  const [message] = (await openThread(session, place.thread)).messages;
  hub.lies = { fetchMessage: () => hub.sealedMessage(secret.message) };
  expect(await addKeyPackets(session, message!, 'own-epoch')).toEqual([]);
  expect(hub.added).toEqual([]);
  hub.lies = {};
  expect(await addKeyPackets(session, message!, 'own-epoch')).toEqual([{ member: to.id, epoch: later.id }]);
  expect(hub.added).toHaveLength(1);
});

test('a message by itself is judged as in its thread', async () => {
  const { place, message } = await sent(world);
  const { hub, session } = await readerOf(world);
  const route = { thread: place.thread, message: message.summary.id };
  expect((await readMessage(session, route)).verdict).toEqual({ state: 'verified' });
  hub.lies = changedBody((body) => (body[200]! ^= 1));
  expect((await readMessage(session, route)).verdict).toMatchObject({ failure: 'altered-body' });
});
