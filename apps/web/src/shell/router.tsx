import { createRootRoute, createRoute, createRouter, lazyRouteComponent, Outlet, redirect } from '@tanstack/react-router';
import { Waiting } from '../design/display.tsx';
import { useText } from '../i18n/text.tsx';
import { currentSession } from '../session/session.ts';
import { NotFoundPage, ErrorPage } from './error-page.tsx';
import { markNavigation } from './page.tsx';
import { Shell } from './shell.tsx';

const root = createRootRoute({ component: Outlet });

const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined);

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: (search): { next?: string } => {
    const next = text(search['next']);
    // Only an address of the portal itself.
    return next && /^\/(?![/\\])/.test(next) ? { next } : {};
  },
  component: lazyRouteComponent(() => import('../sign-in/sign-in-page.tsx'), 'SignInPage'),
});
const enrol = createRoute({ getParentRoute: () => root, path: '/enrol', component: lazyRouteComponent(() => import('../enrol/enrol-page.tsx'), 'EnrolPage') });

/** Everything behind sign-in, in the shell. */
const inside = createRoute({
  getParentRoute: () => root,
  id: 'inside',
  component: Shell,
  beforeLoad: ({ location }) => {
    if (currentSession().phase === 'out') throw redirect({ to: '/sign-in', search: location.pathname === '/' ? {} : { next: location.href } });
  },
});
const home = createRoute({
  getParentRoute: () => inside,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/directory' });
  },
});
const directory = createRoute({ getParentRoute: () => inside, path: '/directory', component: lazyRouteComponent(() => import('../directory/directory-page.tsx'), 'DirectoryPage') });
const authority = createRoute({ getParentRoute: () => inside, path: '/directory/$authority', component: lazyRouteComponent(() => import('../directory/authority-page.tsx'), 'AuthorityPage') });
const account = createRoute({ getParentRoute: () => inside, path: '/account', component: lazyRouteComponent(() => import('../account/account-page.tsx'), 'AccountPage') });

function Pending() {
  const { t } = useText();
  return <div className="page"><Waiting>{t('shell.loading')}</Waiting></div>;
}

export const router = createRouter({
  routeTree: root.addChildren([signIn, enrol, inside.addChildren([home, directory, authority, account])]),
  defaultPendingComponent: Pending,
  defaultPendingMs: 300,
  defaultErrorComponent: ErrorPage,
  defaultNotFoundComponent: NotFoundPage,
  defaultPreload: 'intent',
  scrollRestoration: true,
});
router.subscribe('onBeforeNavigate', ({ fromLocation, pathChanged }) => {
  if (fromLocation && pathChanged) markNavigation();
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
