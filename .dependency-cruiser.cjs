// The rooms of the house and who may enter which: docs/explanation/architecture.md draws them.
/** A room may import from itself and from the rooms listed; anything else of this project is forbidden. */
const room = (path, mayImport) => ({
  name: `${path} imports only ${mayImport.join(', ') || 'nothing'}`,
  severity: 'error',
  from: { path: `^${path}/` },
  to: {
    path: '^(trace|declaration|suites|adapters|native|bundle|regression|extension|live|reports|cli|bench)/',
    pathNot: [`^${path}/`, ...mayImport.map((other) => `^${other}`)],
  },
});

module.exports = {
  forbidden: [
    room('trace', []),
    room('declaration', ['trace/']),
    room('native', ['trace/']),
    room('bundle', ['trace/']),
    room('live', ['trace/', 'declaration/', 'suites/(verdict|verdict-types|judge)[.]ts$', 'suites/conduct/']),
    room('extension', ['trace/', 'declaration/', 'suites/(requirements|scenarios)/']),
    room('regression', [
      'trace/',
      'declaration/',
      'suites/verdict-types[.]ts$',
      'reports/(escape|format)[.]ts$',
      'reports/html/style[.]ts$',
    ]),
    room('adapters/reference', ['trace/', 'declaration/', 'adapters/ports[.]ts$']),
    room('adapters/dlms', ['trace/', 'declaration/']),
    {
      name: 'of DLMS/COSEM only the object maps know the declaration',
      severity: 'error',
      from: { path: '^adapters/dlms/(?!object-map/)', pathNot: '[.]test[.]ts$' },
      to: { path: '^(declaration|adapters/dlms/object-map)/' },
    },
    room('adapters/virtual', [
      'trace/',
      'declaration/',
      'native/',
      'adapters/ports[.]ts$',
      'adapters/reference/',
      'adapters/dlms/',
    ]),
    room('adapters/bench', [
      'trace/',
      'declaration/',
      'adapters/ports[.]ts$',
      'adapters/virtual/(side-channel|joined-intervals)[.]ts$',
    ]),
    room('adapters/optical', ['trace/', 'declaration/', 'native/', 'adapters/ports[.]ts$', 'adapters/dlms/']),
    {
      name: 'ports are types over trace',
      severity: 'error',
      from: { path: '^adapters/ports[.]ts$' },
      to: { path: '^(suites|bundle|regression|extension|live|reports|cli|adapters)/' },
    },
    room('suites/(requirements|ledger|scenarios)', ['trace/', 'declaration/', 'suites/(requirements|ledger|scenarios)/']),
    {
      name: 'suites never import an adapter, a report or the command line',
      severity: 'error',
      from: { path: '^suites/' },
      to: { path: '^(adapters/(?!ports[.]ts$)|bundle|regression|extension|live|reports|cli|native)' },
    },
    {
      name: 'reports render a result and reach nothing that judges or plays',
      severity: 'error',
      from: { path: '^reports/' },
      to: {
        path: '^(suites|adapters|bundle|regression|extension|live|cli|native)/',
        pathNot: ['^suites/(run-result|verdict-types)[.]ts$', '^suites/requirements/requirement[.]ts$'],
      },
    },
    {
      name: 'nobody imports the command line but the bench',
      severity: 'error',
      from: { pathNot: '^(cli|bench)/' },
      to: { path: '^cli/' },
    },
    {
      name: 'the model and the ledger never meet',
      severity: 'error',
      from: { path: '^adapters/reference/' },
      to: { path: '^suites/ledger/' },
    },
    {
      name: 'the ledger and the model never meet',
      severity: 'error',
      from: { path: '^suites/ledger/' },
      to: { path: '^adapters/' },
    },
    {
      name: 'fast-check only in scenarios, conduct and tests',
      severity: 'error',
      from: { pathNot: '^suites/(scenarios|conduct)/' },
      to: { path: 'node_modules/fast-check' },
    },
    { name: 'no cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'no cycles of folders',
      severity: 'error',
      scope: 'folder',
      from: {},
      to: { circular: true },
    },
    {
      name: 'only what package.json lists',
      severity: 'error',
      from: {},
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'npm-dev', 'unknown'] },
    },
    { name: 'everything resolves', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    // Tests, what they build on, and the Jest face compose everything, and nothing imports them.
    exclude: { path: '([.](test|fixture)[.]ts$|^suites/jest/)' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['require', 'node', 'default'] },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    combinedDependencies: false,
  },
};
