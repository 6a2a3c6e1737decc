import { useText } from '../i18n/text.tsx';
import { endHere, engine } from '../crypto/engine.ts';
import { Button } from '../design/button.tsx';
import { DataList, Fact } from '../design/display.tsx';
import { useSession } from '../session/session.ts';
import { Page } from '../shell/page.tsx';
import { Credentials } from './credentials.tsx';
import { Devices } from './devices/devices.tsx';
import { Notices } from './notices/notices.tsx';
import { Recovery } from './recovery.tsx';

export function AccountPage() {
  const { t, dateTime } = useText();
  const session = useSession();
  if (session.phase === 'out') return null;
  const { who } = session;
  return (
    <Page title={t('account.title')} acts={<Button onPress={() => void signOut()}>{t('account.sign-out')}</Button>}>
      <section className="card">
        <h2>{t('account.who')}</h2>
        <DataList>
          <Fact name={t('sign-in.name')}><code className="fixed">{who.signInName}</code></Fact>
          <Fact name={t('account.role')}>{t(`role.${who.role}`)}</Fact>
          <Fact name={t('account.method')}>{t(`method.${who.method}`)}</Fact>
          <Fact name={t('account.session-ends')}>{dateTime(who.endsAt)}</Fact>
          <Fact name={t('account.certificate')}><code className="fixed">{who.certificate}</code></Fact>
        </DataList>
      </section>
      <Recovery />
      <Credentials />
      <Devices />
      <Notices />
    </Page>
  );
}

/** Here it is over at once, whatever the hub says; the hub forgets by itself if it could not be told. */
async function signOut(): Promise<void> {
  await engine.signOut().catch(() => undefined);
  endHere('signed-out');
}
