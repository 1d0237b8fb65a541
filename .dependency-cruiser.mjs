/** One direction: ports, domain and protocol at the bottom; adapters and process managers above; applications on top. */
const lib = (name) => (name === 'eventstore' || name === 'readstore' ? `^${name}/` : `^libs/${name}/`);
const spec = '\\.spec\\.ts$|/test/|/testing/|/test-support/|compliance';

/** `name` may import itself and what is listed, nothing else of this repository. */
const only = (name, allowed) => ({
  name: `${name}-imports-only`,
  severity: 'error',
  from: { path: lib(name), pathNot: spec },
  to: { path: '^(apps|libs|eventstore|readstore|test)/', pathNot: [lib(name), ...allowed] },
});

const port = {
  eventstore: '^eventstore/src/port\\.ts$',
  readstore: '^readstore/src/port\\.ts$',
  security: '^libs/security/src/(vault|results)/port\\.ts$',
};

/** Time is told to everyone who waits, also below the event-sourcing library that publishes it. */
const clock = '^libs/event-sourcing/src/clock\\.ts$';

export default {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'ports-import-nothing', severity: 'error', from: { path: [port.eventstore, port.readstore, port.security] }, to: {} },
    {
      name: 'no-deep-imports',
      comment: 'Other parts are entered by their index, a port, or a published subpath.',
      severity: 'error',
      from: { path: '^(?:libs/([^/]+)|(eventstore|readstore))/', pathNot: '\\.spec\\.ts$|/testing/' },
      to: {
        path: '^(libs/[^/]+|eventstore|readstore)/src/',
        pathNot: [
          '^libs/$1/',
          '^$1/',
          '^$2/',
          '^(libs/[^/]+|eventstore|readstore)/src/index\\.ts$',
          'port\\.ts$',
          '^libs/event-sourcing/src/clock\\.ts$',
        ],
      },
    },
    only('sqlite', []),
    only('mongodb', []),
    only('dlms', []),
    only('contract', []),
    only('eventstore', [lib('sqlite'), clock]),
    only('readstore', [lib('sqlite'), lib('mongodb')]),
    only('event-sourcing', [port.eventstore, lib('eventstore')]),
    only('cosem', [lib('dlms')]),
    only('domain', [lib('contract'), lib('event-sourcing')]),
    only('security', [lib('sqlite'), lib('mongodb'), lib('event-sourcing'), lib('contract')]),
    only('stores', [lib('sqlite'), lib('mongodb'), lib('event-sourcing'), lib('eventstore'), lib('readstore'), lib('security')]),
    only('projections', [lib('event-sourcing'), lib('domain'), lib('contract'), lib('eventstore'), lib('readstore')]),
    only('gateway', [lib('dlms'), lib('cosem'), lib('domain'), lib('contract'), lib('event-sourcing'), lib('security')]),
    only('orchestration', [
      lib('domain'),
      lib('contract'),
      lib('event-sourcing'),
      lib('eventstore'),
      lib('gateway'),
      lib('projections'),
      port.readstore,
      lib('security'),
    ]),
    {
      name: 'simulator-stands-alone',
      severity: 'error',
      from: { path: '^apps/simulator/', pathNot: spec },
      to: { path: '^(apps|libs|eventstore|readstore)/', pathNot: ['^apps/simulator/', lib('dlms'), lib('cosem')] },
    },
    {
      name: 'nest-in-apps-only',
      comment: 'Only the applications know the framework; DTO classes carry its documentation decorators.',
      severity: 'error',
      from: { path: '^(libs|eventstore|readstore)/', pathNot: '^libs/contract/src/dto/' },
      to: { path: 'node_modules/(@nestjs|fastify|class-validator|class-transformer)/' },
    },
    {
      name: 'one-file-knows-the-eventstoredb-client',
      comment: 'The client is frozen and has its ways: see docs/adr/0008. The façade answers it with its generated definitions.',
      severity: 'error',
      from: { path: '^(apps|libs|eventstore|readstore)/', pathNot: ['^eventstore/src/esdb/client\\.ts$', '^eventstore/facade/', spec] },
      to: { path: 'node_modules/@eventstore/' },
    },
    {
      name: 'dto-in-platform-only',
      severity: 'error',
      from: { pathNot: ['^apps/platform/', '^libs/contract/', '^test/'] },
      to: { path: '^libs/contract/src/dto/' },
    },
    {
      name: 'mongodb-driver-in-adapters-only',
      severity: 'error',
      from: {
        path: '^(apps|libs|eventstore|readstore)/',
        pathNot: ['^libs/mongodb/', '^readstore/src/mongodb/', '^libs/security/src/mongodb/', '^libs/security/src/[^/]+/mongodb/'],
      },
      to: { path: 'node_modules/mongodb/' },
    },
    { name: 'no-unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'nobody-imports-tests',
      severity: 'error',
      from: { path: '^(apps|libs|eventstore|readstore)/', pathNot: spec },
      to: { path: '^test/|\\.spec\\.ts$' },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^dist/' },
    enhancedResolveOptions: {
      conditionNames: ['source', 'import', 'require', 'node', 'default', 'types'],
      exportsFields: ['exports'],
      extensions: ['.ts', '.js', '.json'],
    },
  },
};
