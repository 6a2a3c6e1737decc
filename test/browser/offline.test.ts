// The directory without a connection: kept, searched with the network cut, and refused once one byte of it has changed.
import { AxeBuilder } from '@axe-core/playwright';
import { expect, goTo, test, words, type Language } from './portal.ts';

test.describe.configure({ timeout: 180_000 });

for (const [language, part, width] of [['en', 'br-officer-1', 1280], ['ar', 'ae-officer-1', 360]] as const satisfies readonly (readonly [Language, string, number])[]) {
  test(`kept and searched with the network cut: ${language}, ${width} pixels`, async ({ people }) => {
    const t = words(language);
    const page = await people.signIn(part, { locale: language, viewport: { width, height: 800 } });
    await goTo(page, '/directory');
    await page.getByRole('link', { name: t('offline.link') }).click();
    await page.getByRole('heading', { level: 1, name: t('offline.title') }).waitFor();
    await page.getByRole('button', { name: t('offline.keep') }).click();
    await expect(page.getByText(t('offline.verified'))).toBeVisible({ timeout: 60_000 });

    await page.context().setOffline(true);
    // Typed with an error, and found in this browser.
    await page.getByRole('searchbox').fill('ethics anti-corrupton kenya');
    await expect(page.locator('.rows summary').filter({ hasText: 'Ethics and Anti-Corruption Commission' })).toBeVisible();
    // Across scripts and by a city, as the hub finds it.
    for (const typed of ['комиссия по борьбе с коррупцией Кении', '肯尼亚反腐败委员会', 'مكافحة الفساد كينيا', 'eacc nairobi']) {
      // Something else between, or the answer to the last question would do.
      await page.getByRole('searchbox').fill('KNAB');
      await expect(page.locator('.rows summary').first()).not.toContainText('Ethics and Anti-Corruption Commission');
      await page.getByRole('searchbox').fill(typed);
      await expect(page.locator('.rows summary').first()).toContainText('Ethics and Anti-Corruption Commission');
    }
    await page.locator('.rows summary').first().click();
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html ?? ''}`)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBeLessThanOrEqual(0);

    await page.evaluate(() => new Promise<void>((resolve, reject) => {
      const opening = indexedDB.open('globe', 1);
      opening.addEventListener('error', () => reject(opening.error ?? new Error('IndexedDB')));
      opening.addEventListener('success', () => {
        const store = opening.result.transaction('kept', 'readwrite').objectStore('kept');
        const reading = store.get('directory-snapshot') as IDBRequest<{ text: string }>;
        reading.addEventListener('success', () => {
          store.put({ ...reading.result, text: reading.result.text.replace('Ethics', 'Ethicz') }, 'directory-snapshot').addEventListener('success', () => resolve());
        });
      });
    }));
    await page.getByRole('main').getByRole('link', { name: t('directory.title') }).click();
    await page.getByRole('link', { name: t('offline.link') }).click();
    await expect(page.getByRole('alert')).toContainText(t('offline.refused.hash'));
    await expect(page.locator('.rows')).toHaveCount(0);
    await page.context().setOffline(false);
  });
}
