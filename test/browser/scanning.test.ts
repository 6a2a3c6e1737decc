// A QR code is scanned by the camera or from a picture, and compared as if it had been pasted: a member's, and a certificate's before its admission.
// Chromium's camera plays a file, which is made here from what the other side's screen shows. On a hub of its own: the browser has other options.
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { encodeQR } from 'qr';
import config from '../../playwright.config.ts';
import { enrol, noViolations, passkeyAuthenticator, phraseIn, picture, say, tabAndPress, tabOnto } from './ceremonies.ts';
import { expect, goTo, signInByLink, test, words, type Key } from './portal.ts';

const CAMERA = resolve('test-results/camera/seen.y4m');
const { args = [], ...launched } = config.use!.launchOptions!;
test.use({ launchOptions: { ...launched, args: [...args, '--use-fake-device-for-media-stream', `--use-file-for-fake-video-capture=${CAMERA}`] } });
test.describe.configure({ timeout: 300_000 });

const CG = /High Authority for the Fight against Corruption/;
const AE = /UAE Accountability Authority/;
const NEWCOMER = 'Demonstration officer who is scanned';

/** A screen as it shows the code, PNG. */
async function shownCode(place: Locator): Promise<Buffer> {
  await place.locator('summary').filter({ hasText: new RegExp(`${say('verified.qr')}|${say('administration.words.qr')}`) }).click();
  return place.locator('.certificate-qr svg').screenshot();
}

/** A code that is none of ours, as a picture. */
async function otherCode(page: Page, text: string): Promise<Buffer> {
  const rows = encodeQR(text, 'raw', { border: 4 });
  return drawn(page, { width: rows.length * 4, height: rows.length * 4, dark: rows.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [[x * 4, y * 4, 4, 4] as const] : []))) });
}

/** Drawn in a page, whose canvas writes PNG. */
async function drawn(page: Page, { width, height, dark }: { width: number; height: number; dark: readonly (readonly [number, number, number, number])[] }): Promise<Buffer> {
  const url = await page.evaluate(([w, h, boxes]) => {
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [w, h];
    const context = canvas.getContext('2d')!;
    context.fillStyle = '#fff';
    context.fillRect(0, 0, w, h);
    context.fillStyle = '#000';
    for (const box of boxes) context.fillRect(...box);
    return canvas.toDataURL('image/png');
  }, [width, height, dark] as const);
  return Buffer.from(url.split(',')[1]!, 'base64');
}

/** From now on the camera sees this picture: held askew, on a desk, in grey light. */
async function holdUp(page: Page, png: Buffer): Promise<void> {
  const [width, height] = [640, 480];
  const luma = await page.evaluate(async ([base64, w, h]) => {
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    const code = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [w, h];
    const context = canvas.getContext('2d')!;
    context.fillStyle = '#6b6257';
    context.fillRect(0, 0, w, h);
    context.translate(w / 2 + 30, h / 2 - 10);
    context.rotate(0.13);
    context.globalAlpha = 0.85;
    context.drawImage(code, -160, -160, 320, 320);
    const { data } = context.getImageData(0, 0, w, h);
    // Luma of BT.601, limited range.
    const plane = Array.from({ length: w * h }, (_, at) => Math.round(16 + 0.257 * data[at * 4]! + 0.504 * data[at * 4 + 1]! + 0.098 * data[at * 4 + 2]!));
    return btoa(plane.map((value) => String.fromCharCode(value)).join(''));
  }, [png.toString('base64'), width, height] as const);
  const frame = Buffer.concat([Buffer.from('FRAME\n'), Buffer.from(luma, 'base64'), Buffer.alloc((width * height) / 2, 128)]);
  await mkdir(dirname(CAMERA), { recursive: true });
  await writeFile(CAMERA, Buffer.concat([Buffer.from(`YUV4MPEG2 W${width} H${height} F30:1 Ip A1:1 C420jpeg\n`), ...Array.from({ length: 10 }, () => frame)]));
}

interface Watched extends Window {
  tracks: MediaStreamTrack[];
}

/** Keeps hold of what the portal was given, to see whether it lets go. */
function watchCamera(page: Page): Promise<void> {
  return page.evaluate(() => {
    const watched = window as unknown as Watched;
    watched.tracks = [];
    const devices = navigator.mediaDevices;
    const given = devices.getUserMedia.bind(devices);
    devices.getUserMedia = async (wanted) => {
      const stream = await given(wanted);
      watched.tracks.push(...stream.getTracks());
      return stream;
    };
  });
}
const camera = (page: Page) => page.evaluate(() => (window as unknown as Watched).tracks.map(({ kind, readyState }) => `${kind} ${readyState}`));

async function openMember(page: Page, name: RegExp): Promise<void> {
  await goTo(page, '/network');
  await page.getByRole('main').getByRole('link', { name }).last().click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(name);
}

/** The code that an officer's screen shows of their own member. */
async function ownCode(page: Page, name: RegExp): Promise<Buffer> {
  await openMember(page, name);
  await expect(page.getByRole('heading', { name: say('verified.own') })).toBeVisible({ timeout: 30_000 });
  return shownCode(page.locator('main'));
}

const fitsAcross = async (page: Page) => expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBeLessThanOrEqual(0);

test('a member is verified by its code in front of the camera, with the keyboard alone; another member’s and something else are told apart', async ({ people, hub }) => {
  const [theirs, wrong] = [await ownCode(await people.signIn('cg-officer-1'), CG), await ownCode(await people.signIn('ae-officer-1'), AE)];
  const page = await people.signIn('br-officer-1');
  await page.context().grantPermissions(['camera'], { origin: hub.url });
  const elsewhere = await otherCode(page, 'otpauth://totp/Elsewhere?secret=NOTTOBESHOWN');
  await openMember(page, CG);
  await tabAndPress(page, page.getByRole('button', { name: say('verified.verify'), exact: true }));
  const dialog = page.getByRole('alertdialog');
  const keep = dialog.getByRole('button', { name: say('verified.keep') });
  const scan = dialog.getByRole('button', { name: say('scan.camera') });
  await watchCamera(page);

  await holdUp(page, elsewhere);
  await tabAndPress(page, scan);
  await expect(dialog.getByRole('alert')).toHaveText(say('scan.something-else'));
  expect(await page.locator('body').innerText()).not.toContain('NOTTOBESHOWN');
  await expect(dialog.getByLabel(say('verified.typed'))).toHaveValue('');
  // The keyboard is where it was, and the camera is off.
  await expect(scan).toBeFocused();
  expect(await camera(page)).toEqual(['video ended']);

  await holdUp(page, wrong);
  await page.keyboard.press('Enter');
  await expect(dialog.getByRole('alert')).toContainText(/This is the code of .*UAE Accountability Authority.*, not of .*High Authority/);
  await expect(dialog.getByRole('alert')).toBeInViewport();
  await expect(keep).toBeDisabled();
  await noViolations(page, ['en']);
  await picture(page, 'scan-other-member');

  // Of another network, or of another log: the hash of nothing here.
  await holdUp(page, await otherCode(page, 'ab'.repeat(32)));
  await page.keyboard.press('Enter');
  await expect(dialog.getByRole('alert')).toContainText(say('scan.nobodys'));
  await expect(dialog.getByRole('alert')).toContainText(say('verified.differ.title'));
  await expect(keep).toBeDisabled();

  await holdUp(page, theirs);
  await page.keyboard.press('Enter');
  await expect(dialog.getByText(say('scan.same'))).toBeVisible();
  await expect(dialog.getByRole('alert')).toHaveCount(0);
  await expect.poll(() => camera(page)).toEqual(Array.from({ length: 4 }, () => 'video ended'));
  await tabAndPress(page, keep);
  await expect(dialog).toBeHidden({ timeout: 30_000 });
  await expect(page.getByText(say('verified.by.code')).first()).toBeVisible({ timeout: 30_000 });
});

test('the camera goes off with the button, with the dialog and with the page; it is asked for only by the button', async ({ people, hub }) => {
  const page = await people.signIn('br-officer-2', { viewport: { width: 360, height: 740 } });
  await page.context().grantPermissions(['camera'], { origin: hub.url });
  await holdUp(page, await drawn(page, { width: 400, height: 400, dark: [[100, 100, 60, 200]] }));
  await openMember(page, CG);
  await watchCamera(page);
  const dialog = page.getByRole('alertdialog');
  const stop = dialog.getByRole('button', { name: say('scan.stop') });
  await tabAndPress(page, page.getByRole('button', { name: say('verified.verify'), exact: true }));
  await dialog.waitFor();
  expect(await camera(page)).toEqual([]);
  const start = () => tabAndPress(page, dialog.getByRole('button', { name: say('scan.camera') }));
  await start();
  await expect.poll(() => camera(page)).toEqual(['video live']);
  await expect(dialog.getByRole('status').filter({ hasText: say('scan.on') })).toBeVisible();
  await expect(stop).toBeFocused();
  // What the camera gives is shown: there is a picture to aim by.
  await expect.poll(() => dialog.locator('video').evaluate((video) => (video as HTMLVideoElement).videoWidth)).toBe(640);
  await expect(dialog.locator('video')).toBeInViewport({ ratio: 1 });
  await noViolations(page, ['en']);
  await picture(page, 'scan-on-360');
  await fitsAcross(page);
  await page.keyboard.press('Enter');
  await expect.poll(() => camera(page)).toEqual(['video ended']);
  await expect(dialog.locator('video')).toHaveCount(0);

  await page.keyboard.press('Enter');
  await expect.poll(() => camera(page)).toEqual(['video ended', 'video live']);
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect.poll(() => camera(page)).toEqual(['video ended', 'video ended']);

  await tabAndPress(page, page.getByRole('button', { name: say('verified.verify'), exact: true }));
  await start();
  await expect.poll(() => camera(page)).toEqual(['video ended', 'video ended', 'video live']);
  await page.goBack();
  await expect(dialog).toBeHidden();
  await expect.poll(() => camera(page)).toEqual(['video ended', 'video ended', 'video ended']);

  // Only the portal's page may ask.
  const policy = async (path: string) => (await fetch(`${hub.url}${path}`)).headers.get('permissions-policy')!.split(', ')[0];
  expect([await policy('/'), await policy('/network'), await policy('/kept.html'), await policy('/healthz')]).toEqual(['camera=(self)', 'camera=(self)', 'camera=()', 'camera=()']);
});

test('where the browser refuses the camera, that is said, and a picture does as well: Arabic, 360 pixels', async ({ people }) => {
  const t = words('ar');
  const arabic = (key: Key) => t(key) as string;
  const theirs = await ownCode(await people.signIn('cg-officer-2'), CG);
  const page = await people.signIn('ae-officer-2', { locale: 'ar', viewport: { width: 360, height: 740 } });
  await goTo(page, '/network');
  await page.getByRole('main').getByRole('link', { name: /الكونغو/ }).last().click();
  await tabAndPress(page, page.getByRole('button', { name: arabic('verified.verify'), exact: true }));
  const dialog = page.getByRole('alertdialog');
  await tabAndPress(page, dialog.getByRole('button', { name: arabic('scan.camera') }));
  await expect(dialog.getByRole('alert')).toHaveText(arabic('scan.failure.refused'));
  await picture(page, 'scan-refused-ar');

  const choose = async (name: string, mimeType: string, buffer: Buffer) => {
    const chooser = page.waitForEvent('filechooser');
    await tabAndPress(page, dialog.getByRole('button', { name: arabic('scan.file') }));
    await (await chooser).setFiles({ name, mimeType, buffer });
  };
  await choose('letter.png', 'image/png', Buffer.from('no picture'));
  await expect(dialog.getByRole('alert')).toHaveText(arabic('scan.failure.no-picture'));
  await choose('wall.png', 'image/png', await drawn(page, { width: 500, height: 300, dark: [[40, 40, 90, 90]] }));
  await expect(dialog.getByRole('alert')).toHaveText(arabic('scan.failure.no-code'));
  // Nothing of it leaves the device.
  const sent: string[] = [];
  page.on('request', (request) => void (request.method() !== 'GET' && sent.push(request.url())));
  await choose('code.png', 'image/png', theirs);
  await expect(dialog.getByText(arabic('scan.same'))).toBeVisible();
  await expect(dialog.getByRole('alert')).toHaveCount(0);
  expect(sent).toEqual([]);
  await fitsAcross(page);
  await noViolations(page, ['ar']);
  await picture(page, 'scan-picture-ar');
  await tabAndPress(page, dialog.getByRole('button', { name: arabic('verified.keep') }));
  await expect(dialog).toBeHidden({ timeout: 30_000 });
});

test('on a machine without a camera that is said, and nothing else is lost', async ({ hub, playwright }) => {
  const bare = await playwright.chromium.launch({ ...launched, args: [...args, '--use-fake-device-for-media-stream=device-count=0'] });
  try {
    const page = await (await bare.newContext({ locale: 'en', permissions: ['camera'] })).newPage();
    await signInByLink(page, hub, hub.account('br-security-1'));
    await openMember(page, CG);
    await tabAndPress(page, page.getByRole('button', { name: say('verified.verify'), exact: true }));
    const dialog = page.getByRole('alertdialog');
    await tabAndPress(page, dialog.getByRole('button', { name: say('scan.camera') }));
    await expect(dialog.getByRole('alert')).toHaveText(say('scan.failure.no-camera'));
    await expect(dialog.locator('ol.phrase')).toBeVisible();
  } finally {
    await bare.close();
  }
});

test('before an admission: the newcomer’s code, and one that is not theirs', async ({ people, hub }) => {
  const wrong = await ownCode(await people.signIn('ae-security-1'), AE);
  const officer = await people.signIn('cg-security-1', { viewport: { width: 360, height: 740 } });
  await officer.context().grantPermissions(['camera'], { origin: hub.url });
  await goTo(officer, '/administration');
  await officer.getByRole('button', { name: say('invitation.new') }).click();
  const inviting = officer.getByRole('dialog');
  await inviting.getByLabel(say('invitation.note')).fill(NEWCOMER);
  await inviting.getByRole('button', { name: say('invitation.make') }).click();
  const link = (await inviting.getByTestId('invitation-link').innerText()).replace(/^https?:\/\/[^/]+/, hub.url);
  const networkWords = await phraseIn(inviting);
  await inviting.getByRole('button', { name: say('action.close') }).click();
  const { page: newcomer } = await people.browse();
  await passkeyAuthenticator(newcomer);
  await enrol(newcomer, { name: NEWCOMER, link, networkWords });
  const theirs = await shownCode(newcomer.locator('main'));

  await tabAndPress(officer, officer.locator('section', { has: officer.getByRole('heading', { name: say('administration.enrolled') }) }).getByRole('button', { name: say('audit.refresh') }));
  await tabAndPress(officer, officer.getByRole('listitem').filter({ hasText: NEWCOMER }).getByRole('button', { name: say('administration.words.show') }));
  const dialog = officer.getByRole('dialog');
  const same = dialog.getByRole('checkbox', { name: say('administration.words.compared') });
  const admit = dialog.getByRole('button', { name: say('administration.admit') });
  await holdUp(officer, wrong);
  await tabAndPress(officer, dialog.getByRole('button', { name: say('scan.camera') }));
  await expect(dialog.getByRole('alert')).toContainText(/What was scanned is not the certificate of .*Demonstration officer who is scanned/);
  // Nor by the person's word, against what was scanned.
  await tabAndPress(officer, same, 'Space');
  await expect(same).not.toBeChecked();
  await expect(admit).toBeDisabled();
  await noViolations(officer, ['en']);
  await fitsAcross(officer);
  await picture(officer, 'scan-certificate-differs');

  await holdUp(officer, theirs);
  await tabOnto(officer, dialog.getByRole('button', { name: say('scan.camera') }));
  await officer.keyboard.press('Enter');
  await expect(dialog.getByText(/^Scanned: the certificate of .*Demonstration officer who is scanned/)).toBeVisible();
  await expect(same).toBeChecked();
  await expect(admit).toBeEnabled();
  await picture(officer, 'scan-certificate-same');
  await tabAndPress(officer, admit);
  await expect(dialog).toBeHidden({ timeout: 30_000 });
  await expect(officer.getByRole('article').filter({ hasText: NEWCOMER })).toContainText(say('audit.me'), { timeout: 30_000 });
});
