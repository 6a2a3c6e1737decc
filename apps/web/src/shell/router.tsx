import { createRootRoute, createRoute, createRouter, lazyRouteComponent, Outlet, redirect } from '@tanstack/react-router';
import { Waiting } from '../design/display.tsx';
import { directorySearch, type DirectorySearch } from '../directory/directory-search.ts';
import { applicationsSearch, type ApplicationsSearch } from '../applications/applications-search.ts';
import { openInside, useText } from '../i18n/text.tsx';
import { EndedPage } from '../session/ended-page.tsx';
import { currentSession, ENDS_TOLD } from '../session/session.ts';
import { NotFoundPage, ErrorPage } from './error-page.tsx';
import { markNavigation } from './page.tsx';
import { placesFor } from './pages.ts';

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

const ended = createRoute({
  getParentRoute: () => root,
  path: '/ended',
  beforeLoad: () => {
    const session = currentSession();
    if (session.phase !== 'out' || !ENDS_TOLD.includes(session.because)) throw redirect({ to: '/sign-in' });
  },
  // With the first files: it must not wait for the hub.
  component: EndedPage,
});
const apply = createRoute({ getParentRoute: () => root, path: '/apply', component: lazyRouteComponent(() => import('../apply/apply-page.tsx'), 'ApplyPage') });

/** Everything behind sign-in, in the shell. */
const inside = createRoute({
  getParentRoute: () => root,
  id: 'inside',
  component: lazyRouteComponent(() => import('./shell.tsx'), 'Shell'),
  beforeLoad: async ({ location }) => {
    const session = currentSession();
    if (session.phase === 'out' && ENDS_TOLD.includes(session.because)) throw redirect({ to: '/ended' });
    if (session.phase === 'out') throw redirect({ to: '/sign-in', search: location.pathname === '/' ? {} : { next: location.href } });
    await openInside();
  },
});
const home = createRoute({
  getParentRoute: () => inside,
  path: '/',
  beforeLoad: () => {
    const session = currentSession();
    throw redirect({ to: session.phase === 'out' ? '/sign-in' : placesFor(session.who.role)[0]!.to });
  },
});
const inbox = createRoute({ getParentRoute: () => inside, path: '/inbox', component: lazyRouteComponent(() => import('../inbox/inbox-page.tsx'), 'InboxPage') });
const noThread = createRoute({ getParentRoute: () => inbox, path: '/', component: lazyRouteComponent(() => import('../inbox/no-thread.tsx'), 'NoThread') });
const thread = createRoute({ getParentRoute: () => inbox, path: '$thread', component: lazyRouteComponent(() => import('../thread/thread-page.tsx'), 'ThreadPage') });
const compose = createRoute({
  getParentRoute: () => inside,
  path: '/compose',
  /** `member`: the member to write to, from the directory. `draft`: one to go on with. */
  validateSearch: (search): { member?: string; draft?: string } => {
    const [member, draft] = [text(search['member']), text(search['draft'])];
    return { ...(member ? { member } : {}), ...(draft ? { draft } : {}) };
  },
  component: lazyRouteComponent(() => import('../compose/compose-page.tsx'), 'ComposePage'),
});
const directory = createRoute({
  getParentRoute: () => inside,
  path: '/directory',
  /** What was searched stands in the address: going back from an entry finds the list as it was. */
  validateSearch: (search): DirectorySearch => directorySearch(search),
  component: lazyRouteComponent(() => import('../directory/directory-page.tsx'), 'DirectoryPage'),
});
const directorySheet = createRoute({
  getParentRoute: () => inside,
  path: '/directory/sheet',
  validateSearch: (search): DirectorySearch => directorySearch(search),
  component: lazyRouteComponent(() => import('../directory/sheet-page.tsx'), 'SheetPage'),
});
const authority = createRoute({ getParentRoute: () => inside, path: '/directory/$authority', component: lazyRouteComponent(() => import('../directory/authority-page.tsx'), 'AuthorityPage') });
const editEntry = createRoute({
  getParentRoute: () => inside,
  path: '/directory/$authority/edit',
  /** `proposal`: one that is to be changed. `new`: there is no such entry yet. */
  validateSearch: (search): { proposal?: string; new?: true } => {
    const proposal = text(search['proposal']);
    return { ...(proposal ? { proposal } : {}), ...(search['new'] === true ? { new: true } : {}) };
  },
  component: lazyRouteComponent(() => import('../directory/edit/edit-page.tsx'), 'EditPage'),
});
const entryHistory = createRoute({ getParentRoute: () => inside, path: '/directory/$authority/history', component: lazyRouteComponent(() => import('../directory/history/history-page.tsx'), 'HistoryPage') });
const entryProposals = createRoute({ getParentRoute: () => inside, path: '/directory/proposals', component: lazyRouteComponent(() => import('../directory/edit/proposals-page.tsx'), 'ProposalsPage') });
const entryProposal = createRoute({ getParentRoute: () => inside, path: '/directory/proposals/$proposal', component: lazyRouteComponent(() => import('../directory/edit/proposal-page.tsx'), 'ProposalPage') });
const staleEntries = createRoute({ getParentRoute: () => inside, path: '/directory/stale', component: lazyRouteComponent(() => import('../directory/history/stale-page.tsx'), 'StalePage') });
const imports = createRoute({ getParentRoute: () => inside, path: '/directory/imports', component: lazyRouteComponent(() => import('../directory/import/imports-page.tsx'), 'ImportsPage') });
const oneImport = createRoute({ getParentRoute: () => inside, path: '/directory/imports/$import', component: lazyRouteComponent(() => import('../directory/import/import-page.tsx'), 'ImportPage') });
const offline = createRoute({ getParentRoute: () => inside, path: '/directory/offline', component: lazyRouteComponent(() => import('../directory/offline/offline-page.tsx'), 'OfflinePage') });
const stateOverview = createRoute({ getParentRoute: () => inside, path: '/directory/states/$state', component: lazyRouteComponent(() => import('../directory/states/state-page.tsx'), 'StatePage') });
const coverage = createRoute({ getParentRoute: () => inside, path: '/directory/coverage', component: lazyRouteComponent(() => import('../directory/states/coverage-page.tsx'), 'CoveragePage') });
const network = createRoute({ getParentRoute: () => inside, path: '/network', component: lazyRouteComponent(() => import('../network/network-page.tsx'), 'NetworkPage') });
const member = createRoute({ getParentRoute: () => inside, path: '/network/members/$member', component: lazyRouteComponent(() => import('../network/member-page.tsx'), 'MemberPage') });
const administration = createRoute({ getParentRoute: () => inside, path: '/administration', component: lazyRouteComponent(() => import('../administration/administration-page.tsx'), 'AdministrationPage') });
const applications = createRoute({
  getParentRoute: () => inside,
  path: '/applications',
  validateSearch: (search): ApplicationsSearch => applicationsSearch(search),
  component: lazyRouteComponent(() => import('../applications/applications-page.tsx'), 'ApplicationsPage'),
});
const application = createRoute({ getParentRoute: () => inside, path: '/applications/$application', component: lazyRouteComponent(() => import('../applications/application-page.tsx'), 'ApplicationPage') });
const checklists = createRoute({ getParentRoute: () => inside, path: '/applications/checklists', component: lazyRouteComponent(() => import('../applications/checklists-page.tsx'), 'ChecklistsPage') });
const alerts = createRoute({ getParentRoute: () => inside, path: '/alerts', component: lazyRouteComponent(() => import('../alerts/alerts-page.tsx'), 'AlertsPage') });
const audit = createRoute({ getParentRoute: () => inside, path: '/audit', component: lazyRouteComponent(() => import('../audit/audit-page.tsx'), 'AuditPage') });
const account = createRoute({ getParentRoute: () => inside, path: '/account', component: lazyRouteComponent(() => import('../account/account-page.tsx'), 'AccountPage') });

function Pending() {
  const { t } = useText();
  return <div className="page"><Waiting>{t('shell.loading')}</Waiting></div>;
}

export const router = createRouter({
  routeTree: root.addChildren([
    signIn,
    ended,
    enrol,
    apply,
    inside.addChildren([
      home,
      inbox.addChildren([noThread, thread]),
      compose,
      directory,
      directorySheet,
      authority,
      stateOverview,
      coverage,
      editEntry,
      entryHistory,
      entryProposals,
      entryProposal,
      staleEntries,
      imports,
      oneImport,
      offline,
      network,
      member,
      applications,
      checklists,
      application,
      administration,
      alerts,
      audit,
      account,
    ]),
  ]),
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
