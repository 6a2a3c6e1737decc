// What the server must not know it never receives: after a whole journey its database, files and logs are searched for every secret.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { beginUpload, contentBytes, newThread, openThread, readRecoveryCode, replyIn, sendMessage, submitMessage, textOf, uploadAttachment, type AttachmentSource, type MailSession } from '#client';
import { sealMessage } from '#openpgp/open';
import { DEFAULT_LABELS, fromBase64Url, identityRoutes, toBase64Url, uuidV7, type Bytes } from '#protocol';
import { composeHeader } from '../libs/client/src/messaging/compose-header.ts';
import { OpaqueClient } from '../libs/client/src/opaque-client.ts';
import { unwrapVault } from '../libs/client/src/vault.ts';
import { readOfficerSecretKey } from '../libs/openpgp/src/keys/secret-packets.ts';
import { TOTP } from 'otpauth';
import { setTimeout as delay } from 'node:timers/promises';
import { openMailbox, signInAs, startNetworkHub, type NetworkHub, type SignedInOfficer } from './support/network.ts';
import { findTraces, soughtText, type Sought } from './support/traces.ts';

const mark = () => `marked ${crypto.randomUUID()}`;
const subject = mark();
const text = mark();
const reply = mark();
const fileName = `${crypto.randomUUID()}.txt`;
const fileText = mark();

const file: AttachmentSource = {
  name: fileName, type: 'text/plain', size: fileText.length,
  read: async (begin, end) => new Uint8Array(Buffer.from(fileText).subarray(begin, end)),
};

let hub: NetworkHub;
let sender: SignedInOfficer;
let writing: MailSession;
let reading: MailSession;

beforeAll(async () => {
  hub = await startNetworkHub({ environment: { LOG_LEVEL: 'debug' } });
  sender = await signInAs(hub, 'br-officer-1');
  writing = await openMailbox(sender);
  reading = await openMailbox(await signInAs(hub, 'cg-officer-1'));
}, 240_000);
afterAll(() => hub?.stop());

/** The sender's secrets, opened the way only the sender can: the hub's answers, the passphrase and the recovery code. */
async function sendersSecrets(): Promise<{ secretKey: Bytes; indexKey: Bytes; exportKey: Bytes; accountSecret: Bytes }> {
  const { passphrase, recoveryCode, totpSecret } = sender.account;
  const opaque = new OpaqueClient();
  const request = await opaque.startLogin(passphrase);
  const { attempt, response } = await sender.hub.call(identityRoutes.stepUpPassphraseStart, { body: { request } });
  const finish = opaque.finishLogin(response)!;
  await delay(30_000 - (Date.now() % 30_000) + 100); // the code of this half minute signed the sender in
  await sender.hub.call(identityRoutes.stepUpPassphraseFinish, { body: { attempt, finish, code: new TOTP({ secret: totpSecret }).generate() } });
  const vault = await sender.hub.call(identityRoutes.vault, { params: { id: sender.session.credential } });
  const accountSecret = readRecoveryCode(recoveryCode)!;
  const exportKey = opaque.exportKey();
  const opened = await unwrapVault(vault, { kind: 'passphrase', secret: exportKey }, accountSecret, sender.session.officer);
  return { ...opened!, exportKey, accountSecret };
}

describe('after a journey of writing, attaching, reading and answering', () => {
  let secrets: Sought[];
  let known: Sought[];

  beforeAll(async () => {
    const { secretKey, indexKey, exportKey, accountSecret } = await sendersSecrets();
    const place = newThread(writing.me.member, [reading.me.member]);
    const attachment = await uploadAttachment(writing.hub, file, beginUpload(file.size));

    // The first message is sealed here, step by step, so that its session key is at hand.
    const draft = { kind: 'message', labels: DEFAULT_LABELS, language: 'en', content: { subject, text }, attachments: [attachment] } as const;
    const state = await writing.trust.sync();
    const message = uuidV7();
    const header = composeHeader(state, { ...writing.me, device: writing.device }, place, draft, message);
    const named = header.recipients.flatMap((one) => ('epoch' in one ? [one] : []));
    const certificates = await writing.trust.certificates(named.map(({ certificate }) => certificate));
    const sealed = await sealMessage({ header, content: contentBytes(draft), secretKey, recipientCertificates: named.map(({ certificate }) => certificates.get(certificate)!) });
    const keyPackets = named.map(({ member, epoch, certificate }) => ({ member, epoch, packet: toBase64Url(sealed.keyPackets.find((packet) => packet.certificate === certificate)!.bytes) }));
    const request = { thread: header.thread, members: [...place.members], keyPackets, body: toBase64Url(sealed.body), commitment: sealed.commitment, attachments: [attachment.id] };
    await submitMessage(writing, { message, header, headerHash: sealed.headerHash, request });

    const opened = await openThread(reading, place.thread);
    expect(textOf(opened.messages[0]!)).toEqual({ subject, text });
    await sendMessage(reading, replyIn(opened), { ...draft, content: { subject: null, text: reply }, attachments: [] });

    const { primary, mlkem } = readOfficerSecretKey(secretKey);
    secrets = [
      ...[subject, text, reply, fileName, fileText].map((value, i) => soughtText(`content ${i}`, value)),
      ...hub.accounts.flatMap(({ part, passphrase, recoveryCode }) => [
        soughtText(`passphrase of ${part}`, passphrase), soughtText(`recovery code of ${part}`, recoveryCode), { name: `account secret of ${part}`, bytes: readRecoveryCode(recoveryCode)! },
      ]),
      { name: 'account secret', bytes: accountSecret },
      { name: 'OPAQUE export key', bytes: exportKey },
      { name: 'index key', bytes: indexKey },
      { name: 'signing seed', bytes: primary.secret },
      { name: 'X25519 scalar of the ML-KEM subkey', bytes: mlkem.secret.subarray(0, 32) },
      { name: 'ML-KEM seed', bytes: mlkem.secret.subarray(32) },
      { name: 'session key', bytes: sealed.sessionKey },
      { name: 'attachment key', bytes: fromBase64Url(attachment.key) },
      { name: 'header hash', bytes: Buffer.from(sealed.headerHash, 'hex') },
    ];
    known = [soughtText('thread id', place.thread), { name: 'commitment', bytes: Buffer.from(sealed.commitment, 'hex') }, { name: 'part of the body', bytes: sealed.body.slice(100, 200) }];
  }, 240_000);

  test('no content, secret key, passphrase, account secret or session key is in database, files or logs', async () => {
    const { found, places } = await findTraces(hub, secrets);
    expect(places).toBeGreaterThan(500);
    expect(found).toEqual([]);
  });

  test('the search finds what is there: ids, commitments, sealed bytes', async () => {
    const { found } = await findTraces(hub, known);
    for (const { name } of known) expect(found.some((line) => line.startsWith(name))).toBe(true);
  });

  test('one-time codes and their secrets are stored encrypted', async () => {
    const { found } = await findTraces(hub, hub.accounts.map(({ part, totpSecret }) => soughtText(`TOTP secret of ${part}`, totpSecret)));
    expect(found).toEqual([]);
  });
});
