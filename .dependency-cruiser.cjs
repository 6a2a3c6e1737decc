// Who may import whom. The table stands in docs/ARCHITECTURE.md; this file enforces it: `npm test -- rules`.
// Tests beside the code may use Node and the test framework, and are held to the rest.
const TEST = '\\.test\\.tsx?$';
const PACKAGE = '(^|/)node_modules/';

/** A library may use these folders and packages, and, unless it is pure, nothing else. */
function library(name, folders, packages) {
  const allowed = [`^libs/(${[name, ...folders].join('|')})/`, `^libs/web-platform\\.d\\.ts$`, ...packages.map((each) => `${PACKAGE}${each}/`)];
  return {
    name: `libs-${name}`,
    comment: `libs/${name} imports ${[...folders, ...packages].join(', ')} and nothing of Node`,
    severity: 'error',
    from: { path: `^libs/${name}/`, pathNot: TEST },
    to: { pathNot: allowed },
  };
}

/** The features of the API: folders of apps/api/src other than platform. */
const FEATURE = '^apps/api/src/(?!platform/)([^/]+)/';

module.exports = {
  forbidden: [
    { name: 'no-cycle', severity: 'error', from: {}, to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } } },
    {
      name: 'resolvable',
      comment: 'an import that leads nowhere is checked by no rule; the portal may import modules that its build makes, and a package that names sources it does not ship',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: ['^virtual:', '^react-aria-components/'] },
    },
    {
      name: 'openpgp-has-one-importer',
      comment: 'sealed forms are parsed and made in one place',
      severity: 'error',
      from: { pathNot: '^libs/openpgp/' },
      to: { path: `${PACKAGE}(openpgp|@protontech/openpgp)/` },
    },
    library('protocol', [], ['zod', '@noble/hashes', 'hash-wasm']),
    library('transparency-log', ['protocol'], ['@noble/hashes']),
    library('openpgp', ['protocol'], ['@noble/hashes', '(openpgp|@protontech/openpgp)', '@openpgp/[^/]+']),
    library('trust', ['protocol', 'transparency-log', 'openpgp'], ['@noble/hashes', '@scure/bip39', 'zod']),
    library('search', ['protocol'], ['any-ascii']),
    library('client', ['protocol', 'transparency-log', 'openpgp', 'trust'], ['zod', '@noble/hashes', '@scure/bip39', '@serenity-kit/opaque', '@simplewebauthn/browser', 'otpauth']),
    {
      name: 'server-opens-nothing',
      comment: 'no file of the API reaches the code that opens sealed content, by whatever way',
      severity: 'error',
      from: { path: '^apps/api/', pathNot: TEST },
      to: { path: '^libs/(openpgp/src/open\\.ts$|client/)', reachable: true },
    },
    {
      name: 'apps-use-libs-only',
      comment: 'portal, command line, witness and demonstration know the hub by its protocol, not by its code',
      severity: 'error',
      from: { path: '^apps/(web|cli|witness|demo)/' },
      to: { path: '^(apps|migrations|test|scripts)/', pathNot: '^apps/$1/' },
    },
    { name: 'libs-use-no-apps', severity: 'error', from: { path: '^libs/', pathNot: TEST }, to: { path: '^(apps|migrations|test|scripts)/' } },
    {
      name: 'platform-knows-no-feature',
      severity: 'error',
      from: { path: '^apps/api/src/platform/', pathNot: TEST },
      to: { path: '^(apps|libs|migrations|test|scripts)/', pathNot: '^(apps/api/src/platform|libs/protocol)/' },
    },
    {
      name: 'features-meet-at-ports',
      comment: 'a feature uses another only through its *.port.ts or *.module.ts',
      severity: 'error',
      from: { path: FEATURE, pathNot: TEST },
      to: { path: FEATURE, pathNot: ['^apps/api/src/$1/', '\\.(port|module)\\.ts$'] },
    },
    {
      name: 'features-stay-at-home',
      severity: 'error',
      from: { path: FEATURE, pathNot: TEST },
      to: { path: '^(apps|libs|migrations|test|scripts)/', pathNot: '^(apps/api/src/|libs/(protocol|transparency-log|trust|openpgp|search)/)' },
    },
    { name: 'migrations-stand-alone', comment: 'a migration is frozen; code it imports is not', severity: 'error', from: { path: '^migrations/' }, to: { path: '^(apps|libs|test|scripts)/' } },
    { name: 'nothing-imports-tests', severity: 'error', from: { pathNot: `(${TEST})|^(test|bench)/` }, to: { path: `(${TEST})|^test/` } },
    {
      name: 'declared-packages-only',
      comment: 'what is imported stands in package.json',
      severity: 'error',
      from: {},
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'server-runs-without-development-packages',
      severity: 'error',
      from: { path: '^(apps/(api|demo|cli|witness)|libs|migrations)/', pathNot: TEST },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|var|\\.runtime)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: { conditionNames: ['source', 'import', 'node', 'default'], exportsFields: ['exports'], extensions: ['.ts', '.tsx', '.mjs', '.js', '.cjs', '.json'] },
  },
};
