import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { concat, fromBase64Url, toBase64Url, utf8, type Bytes } from '#protocol';
import {
  checkpointText, checkpointTime, cosignatureVkey, cosignNote, fromBase64, leafHash, logOrigin, makeVkey, NOTE_LIMITS, openCheckpoint, parseCheckpoint,
  parseSignedNote, parseVkey, signedNoteText, signNote, toBase64, trustExtension, trustHeadOf, verifyNote, vkeyText, type Checkpoint, type NoteSigner,
} from './index.ts';

// Published examples of Go's golang.org/x/mod/sumdb/note and of C2SP's formats.
const PETER = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';
const PETER_TEXT = 'If you think cryptography is the answer to your problem,\nthen you don\'t know what your problem is.\n';
const PETER_LINE = '— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n';
const PETER_SEED = fromBase64('AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz')!.slice(1);
const FOO = 'example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k';
const FOO_NOTE = 'This is an example message.\n\n— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n';
const BEHIND_THE_SOFA = `example.com/behind-the-sofa
20852163
CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
— witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==
`;

const PKCS8_PREFIX = Uint8Array.of(0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20);
async function signerOfSeed(name: string, seed: Bytes, publicKey: Bytes): Promise<NoteSigner> {
  const key = await crypto.subtle.importKey('pkcs8', concat(PKCS8_PREFIX, seed), 'Ed25519', false, ['sign']);
  return { key: makeVkey(name, publicKey), sign: async (bytes) => new Uint8Array(await crypto.subtle.sign('Ed25519', key, bytes)) };
}
async function newSigner(name: string): Promise<NoteSigner> {
  const pair = await crypto.subtle.generateKey('Ed25519', true, ['sign', 'verify']);
  const publicKey = new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey));
  return { key: makeVkey(name, publicKey), sign: async (bytes) => new Uint8Array(await crypto.subtle.sign('Ed25519', pair.privateKey, bytes)) };
}
function parsed(note: string) {
  const verdict = parseSignedNote(note);
  if (!verdict.ok) throw new Error(verdict.reason);
  return verdict.value;
}
function keyOf(text: string) {
  const verdict = parseVkey(text);
  if (!verdict.ok) throw new Error(verdict.reason);
  return verdict.value;
}

describe('base64', () => {
  test('reads what it writes, refuses all else', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
        expect(toBase64(bytes)).toBe(Buffer.from(bytes).toString('base64'));
        expect(fromBase64(toBase64(bytes))).toEqual(new Uint8Array(bytes));
      }),
    );
    for (const bad of ['A', 'AB', 'AB=', 'AB===', 'AB= =', 'A-_=', 'AB==\n', 'AC==AC==', '====', 'AB=C']) expect(fromBase64(bad)).toBeNull();
  });
});

describe('verifier keys', () => {
  test.each([PETER, FOO, 'TEST+7997405c+AQcC+FTVKf0jlTdHDY3rbevmnKxxPjigCXlVtGe6RIr6', 'remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2'])('%s', (text) => {
    expect(vkeyText(keyOf(text))).toBe(text);
  });

  test('every part and every change of one is refused', () => {
    for (let i = 0; i < PETER.length; i++) {
      for (let j = i + 1; j <= PETER.length; j++) {
        if (i > 0 || j < PETER.length) expect(parseVkey(PETER.slice(i, j)).ok).toBe(false);
      }
      expect(parseVkey(PETER.slice(0, i) + String.fromCharCode(PETER.charCodeAt(i) + 1) + PETER.slice(i + 1)).ok).toBe(false);
    }
  });

  test.each([
    ['a key of another length', 'PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY=='],
    ['an unknown type', 'PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW'],
    ['a capital key id', PETER.replace('c74f20a3', 'C74F20A3')],
    ['a name with a space', PETER.replace('PeterNeumann', 'Peter Neumann')],
  ])('refuses %s', (_, text) => {
    expect(parseVkey(text)).toEqual({ ok: false, reason: 'vkey-malformed' });
  });
});

describe('signed notes', () => {
  test('the published notes verify', async () => {
    expect((await verifyNote(parsed(`${PETER_TEXT}\n${PETER_LINE}`), [keyOf(FOO), keyOf(PETER)])).ok).toBe(true);
    expect((await verifyNote(parsed(FOO_NOTE), [keyOf(FOO)])).ok).toBe(true);
    expect(await verifyNote(parsed(FOO_NOTE), [keyOf(PETER)])).toEqual({ ok: false, reason: 'signature-missing' });
    expect(await verifyNote(parsed(FOO_NOTE.replace('message', 'massage')), [keyOf(FOO)])).toEqual({ ok: false, reason: 'signature-wrong' });
  });

  test('signing with the published key gives the published bytes', async () => {
    const signer = await signerOfSeed('PeterNeumann', PETER_SEED, keyOf(PETER).publicKey);
    expect(signedNoteText(await signNote(PETER_TEXT, signer))).toBe(`${PETER_TEXT}\n${PETER_LINE}`);
  });

  test('the last empty line ends the text', () => {
    expect(parsed(`a\n\nb\n\n${PETER_LINE}`).text).toBe('a\n\nb\n');
    expect(parsed(BEHIND_THE_SOFA).signatures.map(({ name, keyId, signature }) => [name, keyId, signature.length])).toEqual([
      ['example.com/behind-the-sofa', '033de0ae', 64],
      ['witness.example.com/w1', '8d66cf3f', 72],
    ]);
  });

  test.each([
    ['no signature', PETER_TEXT],
    ['an empty line only', `${PETER_TEXT}\n`],
    ['no last line break', `${PETER_TEXT}\n${PETER_LINE.slice(0, -1)}`],
    ['a control character', `\u0001${PETER_TEXT}\n${PETER_LINE}`],
    ['a carriage return', `${PETER_TEXT.replaceAll('\n', '\r\n')}\n${PETER_LINE}`],
    ['a lone surrogate', `\ud800${PETER_TEXT}\n${PETER_LINE}`],
    ['a name with a space', `${PETER_TEXT}\n${PETER_LINE.replace('PeterNeumann', 'Peter Neumann')}`],
    ['a name with a no-break space', `${PETER_TEXT}\n${PETER_LINE.replace('PeterNeumann', 'Peter\u00a0Neumann')}`],
    ['a name with a plus', `${PETER_TEXT}\n${PETER_LINE.replace('PeterNeumann', 'Peter+Neumann')}`],
    ['a line after the signatures', `${PETER_TEXT}\n${PETER_LINE}Unexpected line.\n`],
    ['a hyphen for the dash', `${PETER_TEXT}\n${PETER_LINE.replace('—', '-')}`],
    ['two spaces', `${PETER_TEXT}\n${PETER_LINE.replace('— ', '—  ')}`],
    ['unpadded base64', `${PETER_TEXT}\n${PETER_LINE.replace('=', '')}`],
    ['a key id without a signature', `${PETER_TEXT}\n— PeterNeumann x08gow==\n`],
    ['no text', `\n${PETER_LINE}`],
    ['too many signatures', `${PETER_TEXT}\n${PETER_LINE.repeat(NOTE_LIMITS.signatures + 1)}`],
    ['too much of it', `${'a'.repeat(NOTE_LIMITS.characters)}\n\n${PETER_LINE}`],
  ])('refuses %s', (_, note) => {
    expect(parseSignedNote(note)).toEqual({ ok: false, reason: 'note-malformed' });
  });

  test('reading anything never throws, and what is read is written back', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.array(fc.constantFrom('\n', '—', ' ', 'a', PETER_LINE, 'AAAAAAA='), { maxLength: 12 }).map((parts) => parts.join(''))), (note) => {
        const verdict = parseSignedNote(note);
        if (verdict.ok) expect(signedNoteText(verdict.value)).toBe(note);
      }),
      { numRuns: 2000 },
    );
  });

  test('a wrong signature by a known key refuses the note wherever it stands; unknown keys are passed over', async () => {
    const wrong = PETER_LINE.replace('RyyBwJnAM=', 'RyyBwJnBM=');
    for (const lines of [PETER_LINE + wrong, wrong + PETER_LINE]) {
      expect(await verifyNote(parsed(`${PETER_TEXT}\n${lines}`), [keyOf(PETER)])).toEqual({ ok: false, reason: 'signature-wrong' });
    }
    const sameNameOtherId = PETER_LINE.replace('x08g', 'x18g');
    expect((await verifyNote(parsed(`${PETER_TEXT}\n${sameNameOtherId}${PETER_LINE}`), [keyOf(PETER)])).ok).toBe(true);
  });

  test('a plain signature is not taken for a cosignature, nor the other way round', async () => {
    const signer = await newSigner('log/x');
    const note = await signNote('hello\n', signer);
    expect((await verifyNote(note, [cosignatureVkey(signer.key)])).ok).toBe(false);
    const cosigned = await cosignNote({ text: 'hello\n', signatures: [] }, signer, 5000);
    expect((await verifyNote(cosigned, [signer.key])).ok).toBe(false);
    const relabelled = { ...cosigned, signatures: [{ ...cosigned.signatures[0]!, keyId: signer.key.keyId }] };
    expect(await verifyNote(relabelled, [signer.key])).toEqual({ ok: false, reason: 'signature-wrong' });
  });
});

describe('checkpoints', () => {
  const root = leafHash(utf8('x'));
  const audit: Checkpoint = { origin: logOrigin('GlobE demonstration', 'audit'), size: 7, root, extensions: [trustExtension({ size: 3, root })] };

  test('origins', () => {
    expect(logOrigin('  GlobE — Demonstration network! ', 'trust')).toBe('globe-demonstration-network/trust');
    expect(logOrigin('شبكة تجريبية', 'audit')).toBe('شبكة-تجريبية/audit');
    expect(logOrigin('+++', 'trust')).toBe('network/trust');
    fc.assert(fc.property(fc.string({ unit: 'binary', minLength: 1, maxLength: 200 }).filter((name) => name.isWellFormed()), (name) => makeVkey(logOrigin(name, 'trust'), new Uint8Array(32)).keyId.length === 8));
  });

  test('are written and read alike', () => {
    expect(checkpointText(audit)).toBe(`globe-demonstration/audit\n7\n${toBase64(root)}\ntrust 3 ${toBase64(root)}\n`);
    expect(parseCheckpoint(checkpointText(audit))).toEqual({ ok: true, value: audit });
    expect(trustHeadOf(audit)).toEqual({ ok: true, value: { size: 3, root } });
    expect(parseCheckpoint(parsed(BEHIND_THE_SOFA).text)).toMatchObject({ ok: true, value: { origin: 'example.com/behind-the-sofa', size: 20852163, extensions: [] } });
  });

  test.each([
    ['a leading zero', ['o', '07', toBase64(root)]],
    ['a sign', ['o', '+7', toBase64(root)]],
    ['an unsafe size', ['o', '9007199254740993', toBase64(root)]],
    ['a short root', ['o', '7', 'AAAA']],
    ['an unpadded root', ['o', '7', toBase64Url(root)]],
    ['no origin', ['', '7', toBase64(root)]],
    ['an empty extension', ['o', '7', toBase64(root), '', 'x']],
    ['two lines', ['o', '7']],
  ])('refuses %s', (_, lines) => {
    expect(parseCheckpoint(`${lines.join('\n')}\n`)).toEqual({ ok: false, reason: 'checkpoint-malformed' });
  });

  test.each([[[]], [['trust 3']], [[`trust 03 ${toBase64(root)}`]], [[`trust 3 ${toBase64(root)} `]], [[`trust 3 ${toBase64(root)}`, 'x']], [[`Trust 3 ${toBase64(root)}`]]])('refuses the extension lines %j', (extensions) => {
    expect(trustHeadOf({ ...audit, extensions })).toEqual({ ok: false, reason: 'trust-extension-malformed' });
  });

  test('open only under their own log’s key', async () => {
    const signer = await newSigner(audit.origin);
    const other = await newSigner(logOrigin('GlobE demonstration', 'trust'));
    const note = signedNoteText(await signNote(checkpointText(audit), signer));
    expect(await openCheckpoint(note, signer.key)).toMatchObject({ ok: true, value: { checkpoint: audit } });
    expect(await openCheckpoint(note, other.key)).toEqual({ ok: false, reason: 'origin-mismatch' });
    const foreign = signedNoteText(await signNote(checkpointText(audit), other));
    expect(await openCheckpoint(foreign, signer.key)).toEqual({ ok: false, reason: 'signature-missing' });
    expect(await openCheckpoint(note.replace('\n7\n', '\n8\n'), signer.key)).toEqual({ ok: false, reason: 'signature-wrong' });
  });
});

const at = (seconds: number) => Date.UTC(2026, 0, 1) + seconds * 1000;

describe('the time of a checkpoint', () => {
  const root = leafHash(utf8('x'));
  const text = checkpointText({ origin: 'net/trust', size: 1, root, extensions: [] });

  async function cast() {
    const log = await newSigner('net/trust');
    const witnesses = await Promise.all(['w/1', 'w/2', 'w/3'].map(newSigner));
    return { log, witnesses, vkeys: witnesses.map(({ key }) => vkeyText(cosignatureVkey(key))), own: vkeyText(log.key), signed: await signNote(text, log) };
  }

  test('is the policy-th latest of the witnesses', async () => {
    const { log, witnesses, vkeys, own, signed } = await cast();
    let note = signed;
    for (const [i, seconds] of [10, 30, 20].entries()) note = await cosignNote(note, witnesses[i]!, at(seconds) + 999);
    note = await cosignNote(note, log, at(99));
    const time = async (policy: number, keys = vkeys) => {
      const verdict = await checkpointTime(signedNoteText(note), keys, policy, own);
      return verdict.ok ? verdict.value.time : verdict.reason;
    };
    expect(await time(1)).toBe(at(30));
    expect(await time(2)).toBe(at(20));
    expect(await time(3)).toBe(at(10));
    expect(await time(4)).toBe('too-few-witnesses');
    expect(await time(0)).toBe(at(99));
    expect(await time(2, vkeys.slice(0, 1))).toBe('too-few-witnesses');
    // One key under two names, or the log's own key among the witnesses, is not a second witness.
    const alias = makeVkey('w/alias', witnesses[0]!.key.publicKey);
    note = await cosignNote(note, { key: alias, sign: witnesses[0]!.sign }, at(40));
    expect(await time(2, [vkeys[0]!, vkeyText(cosignatureVkey(alias))])).toBe('too-few-witnesses');
    expect(await time(2, [vkeys[0]!, vkeyText(cosignatureVkey(log.key))])).toBe('too-few-witnesses');
    expect(await time(1, [own])).toBe('vkey-malformed');
    expect(await time(-1)).toBe('vkey-malformed');
  });

  test('needs the log’s own signature, and every known cosignature to be right', async () => {
    const { log, witnesses, vkeys, own, signed } = await cast();
    const note = await cosignNote(signed, witnesses[0]!, at(10));
    const unsigned = { ...note, signatures: note.signatures.slice(1) };
    expect(await checkpointTime(signedNoteText(unsigned), vkeys, 1, own)).toEqual({ ok: false, reason: 'signature-missing' });
    expect(await checkpointTime(signedNoteText(signed), [], 0, own)).toEqual({ ok: false, reason: 'too-few-witnesses' });
    const [first, second] = note.signatures;
    const stamped = second!.signature.with(7, second!.signature[7]! ^ 1) as Bytes;
    const later = { text: note.text, signatures: [first!, { ...second!, signature: stamped }] };
    expect(await checkpointTime(signedNoteText(later), vkeys, 1, own)).toEqual({ ok: false, reason: 'signature-wrong' });
    expect(await checkpointTime('nonsense', vkeys, 1, own)).toEqual({ ok: false, reason: 'note-malformed' });
    expect(await checkpointTime(signedNoteText(note), vkeys, 1, vkeyText(cosignatureVkey(log.key)))).toEqual({ ok: false, reason: 'vkey-malformed' });
  });

  test('a new cosignature takes the place of the same key’s earlier one', async () => {
    const { log, own, signed } = await cast();
    const first = await cosignNote(signed, log, at(1));
    const second = await cosignNote(first, log, at(61));
    expect(second.signatures).toHaveLength(2);
    expect(await checkpointTime(signedNoteText(second), [], 0, own)).toMatchObject({ ok: true, value: { time: at(61), vouching: ['net/trust'] } });
    await expect(cosignNote(signed, log, -1)).rejects.toThrow(RangeError);
  });
});

test('keys come from base64url in other places of the project', () => {
  expect(toBase64(fromBase64Url('_-8'))).toBe('/+8=');
});
