// Who may import whom. Each rule's comment says what to do instead.
const api = '^apps/api/src';
const web = '^apps/web/src';
const door = `${web}/features/[^/]+/index\\.ts$`;
const tests = '\\.(test|contract)\\.ts$';

/** @param {string} name @param {string} comment @param {object} from @param {object} to */
const forbid = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

/** The folders of a room, and which of its other folders each may import. Files beside them may import all. */
const walls = (room, folders) =>
  Object.entries(folders).map(([folder, needs]) =>
    forbid(
      `${room}-${folder}-needs-${needs.join('-') || 'nothing'}`,
      `${room}/${folder}/ may import only ${[folder, ...needs].join(', ')} of its room. Move what both need into the first folder of that list that may have it, or pass it from index.ts or composition/.`,
      { path: `${api}/modules/${room}/${folder}/`, pathNot: tests },
      { path: `${api}/modules/${room}/`, pathNot: `${api}/modules/${room}/(${[folder, ...needs].join('|')})/` },
    ),
  );

module.exports = {
  forbidden: [
    ...walls('generation', {
      run: [],
      log: ['run'],
      live: ['log', 'run'],
      finish: ['live', 'log', 'run'],
      prompt: ['run'],
      produce: ['finish', 'live', 'log', 'prompt', 'run'],
      follow: ['live', 'log', 'run'],
      ask: ['produce', 'log', 'run'],
    }),
    ...walls('knowledge', {
      collections: [],
      documents: ['collections'],
      indexing: ['documents', 'collections'],
      retrieval: ['indexing', 'documents', 'collections'],
      citations: ['documents'],
    }),
    forbid(
      'no-circles',
      'These files need each other. Move what both need into a third file, or pass it as an argument.',
      {},
      { circular: true },
    ),
    forbid(
      'kernel-needs-nothing',
      'The kernel has words that everything else may use, so it uses none of ours. Put the file where its needs are.',
      { path: `${api}/kernel/` },
      { path: '^(apps|packages)/', pathNot: `${api}/kernel/` },
    ),
    forbid(
      'text-search-needs-nothing',
      'text-search/ works out of texts alone how they are searched. What reads or writes belongs to a module or an adapter.',
      { path: `${api}/text-search/` },
      { path: '^(apps|packages)/', pathNot: `${api}/text-search/` },
    ),
    forbid(
      'db-words-before-the-database',
      'db/sql/ and db/errors/ are used by adapters and modules, so they know the kernel and the types of ports alone. What needs a connection belongs into another file of db/.',
      { path: `${api}/db/(sql|errors)/` },
      { path: '^(apps|packages)/', pathNot: `${api}/(kernel|ports|db/(sql|errors))/` },
    ),
    forbid(
      'ports-are-interfaces',
      'A port knows the kernel and nothing of the rooms or adapters: describe the need in words of its own.',
      { path: `${api}/ports/`, pathNot: tests },
      { path: '^apps/', pathNot: `${api}/(kernel|ports)/` },
    ),
    forbid(
      'graphql-words-before-rooms',
      'graphql/ holds words that every room uses. What belongs to one room goes into its x.type.ts.',
      { path: `${api}/graphql/` },
      { path: '^apps/', pathNot: `${api}/(kernel|ports|graphql)/` },
    ),
    forbid(
      'adapters-know-ports',
      'An adapter knows its port, the kernel, text-search/, db/sql/, db/errors/ and its own SDK. What it needs of a room or a setting is passed by composition/.',
      { path: `${api}/adapters/`, pathNot: tests },
      { path: '^apps/', pathNot: `${api}/(kernel|ports|text-search|adapters|db/((sql|errors)/|[^/]+\\.entity))` },
    ),
    forbid(
      'adapters-do-not-meet',
      'Adapters of different ports do not know each other: composition/adapters.ts gives one to the other as a port.',
      { path: `${api}/adapters/([^/]+)/`, pathNot: tests },
      { path: `${api}/adapters/[^/]+/`, pathNot: `${api}/adapters/$1/` },
    ),
    forbid(
      'only-composition-imports-adapters',
      'Take the port in the constructor and use its types. Only composition/adapters.ts chooses adapters, and composition/*-settings.ts translate settings for them.',
      { path: api, pathNot: [`${api}/(composition/(adapters|[a-z]+-settings)\\.ts|adapters/)`, tests] },
      { path: `${api}/adapters/` },
    ),
    forbid(
      'settings-name-types-of-adapters',
      'Settings are data: import only types of an adapter here. Its code is called in composition/adapters.ts.',
      { path: `${api}/composition/[a-z]+-settings\\.ts` },
      { path: `${api}/adapters/`, dependencyTypesNot: ['type-only'] },
    ),
    forbid(
      'rooms-stay-inside',
      'A room uses the kernel, ports, text-search/, GraphQL words and what db/ has for entities, statements and errors. Its room.ts alone knows settings: it passes on what the others need.',
      { path: `${api}/modules/`, pathNot: [tests, `${api}/modules/[^/]+/room\\.ts$`] },
      {
        path: '^apps/',
        pathNot: `${api}/(kernel|ports|text-search|graphql|modules|db/((sql|errors)/|(base\\.entity|money-column|prepared|search-column|write-batch)\\.ts$))`,
      },
    ),
    forbid(
      'rooms-are-wired-in-room-files',
      'A room.ts takes what it needs from `create(dependencies)`: ports, settings, and other rooms by `use`.',
      { path: `${api}/modules/[^/]+/room\\.ts$` },
      { path: '^apps/', pathNot: `${api}/(kernel|modules|room\\.ts$)` },
    ),
    forbid(
      'rooms-meet-at-doors',
      'Import another room through its index.ts; if that lacks what you need, the room’s owner decides whether to export it. A room.ts may import the room.ts of others.',
      { path: `${api}/modules/([^/]+)/`, pathNot: [`${api}/modules/[^/]+/room\\.ts$`, tests] },
      {
        path: `${api}/modules/`,
        pathNot: [`${api}/modules/$1/`, `${api}/modules/[^/]+/index\\.ts$`],
      },
    ),
    forbid(
      'room-files-meet-at-doors',
      'Import another room through its index.ts, and what it offers through its room.ts.',
      { path: `${api}/modules/([^/]+)/(room\\.ts$|.*${tests})` },
      { path: `${api}/modules/`, pathNot: [`${api}/modules/$1/`, `${api}/modules/[^/]+/(index|room)\\.ts$`] },
    ),
    forbid(
      'rules-are-pure',
      'A *.rules.ts decides from its arguments alone, so that a test needs nothing else. Do the reading and writing in the service.',
      { path: `${api}/.*\\.rules\\.ts$` },
      {
        path: [
          'node_modules/(@mikro-orm|pg|fastify|undici|ws)',
          `${api}/(adapters|db|server)/`,
          '\\.(service|resolver)\\.ts$',
        ],
      },
    ),
    forbid(
      'rules-do-no-io',
      'A *.rules.ts touches no files, network or processes; hashing is fine. Do it in the service and pass the result.',
      { path: `${api}/.*\\.rules\\.ts$` },
      { dependencyTypes: ['core'], pathNot: '^(node:)?(crypto|util|assert|buffer)$' },
    ),
    forbid(
      'server-folders-in-order',
      'In server/, graphql/ is used by http/, and both by streams/ and routes/. Move what both need down, or pass it as an argument.',
      { path: `${api}/server/(graphql|http)/`, pathNot: tests },
      { path: `${api}/server/(streams|routes)/` },
    ),
    forbid(
      'graphql-before-http',
      'server/graphql/ is the same for every transport: what is about requests of HTTP belongs into server/http/.',
      { path: `${api}/server/graphql/`, pathNot: tests },
      { path: `${api}/server/http/` },
    ),
    forbid(
      'only-main-starts',
      'main.ts, app.ts and composition/ are the top of the house; nothing in it may depend on them.',
      { path: api, pathNot: [`${api}/(main|app|rooms|composition/.*)\\.ts`, tests] },
      { path: `${api}/((main|app)\\.ts$|composition/)` },
    ),
    forbid(
      'web-never-imports-api',
      'The app and the server share packages/graphql (generated), packages/inputs and packages/run-events; nothing else. Tests in a browser may use the proxy that breaks networks.',
      { path: '^apps/web/' },
      { path: '^apps/api/', pathNot: '^apps/api/test/support/fault-proxy\\.ts$' },
    ),
    forbid(
      'api-never-imports-web',
      'The server knows the app only as files to serve.',
      { path: '^apps/api/' },
      { path: '^apps/web/' },
    ),
    forbid(
      'packages-know-no-app',
      'A package is used by apps and never the other way round: pass what it needs as an argument.',
      { path: '^packages/' },
      { path: '^apps/' },
    ),
    forbid(
      'shared-ground-knows-no-feature',
      'components/, composables/, graphql/, viewer/ and the files beside format.ts serve every feature, so they know none: pass what they need, or put the file into its feature.',
      { path: `${web}/(components|composables|graphql|viewer|check-form|format|new-id|typed-number)`, pathNot: tests },
      { path: `${web}/(features|pages|router|nav)` },
    ),
    forbid(
      'features-meet-at-doors',
      'Import another feature, types too, through its index.ts; if that lacks what you need, export it there. What is loaded later is a loader or an async component in the index.ts.',
      { path: `${web}/features/([^/]+)/` },
      { path: `${web}/features/`, pathNot: [`${web}/features/$1/`, door] },
    ),
    forbid(
      'features-are-entered-at-doors',
      'Import a feature through its index.ts; if that lacks what you need, export it there.',
      { path: `${web}/`, pathNot: [`${web}/features/`, tests] },
      { path: `${web}/features/`, pathNot: door },
    ),
    forbid(
      'runs-know-no-product',
      'runs/ follows any run, for every feature that shows one: map its state to messages, workflows or reports in that feature.',
      { path: `${web}/features/runs/` },
      { path: `${web}/features/`, pathNot: `${web}/features/runs/` },
    ),
    {
      ...forbid(
        'features-have-no-circles',
        'These two features need each other. Move what both need to shared ground or into a third feature, or pass it as a prop, a slot or an argument.',
        { path: `${web}/features/[^/]+$` },
        { path: `${web}/features/[^/]+$`, circular: true },
      ),
      scope: 'folder',
    },
    forbid(
      'dependencies-are-declared',
      'Add the package to this folder’s package.json, with its version in the catalog of pnpm-workspace.yaml.',
      { path: '^(apps|packages|bench)/' },
      { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    ),
    forbid(
      'imports-exist',
      'Nothing is found under this name: check the path, or run npm start to install packages.',
      {},
      { couldNotResolve: true },
    ),
    forbid(
      'no-test-code-in-products',
      'Code that runs for people does not import from tests or their helpers.',
      { path: '^(apps/(api|web)|packages/[^/]+)/src/', pathNot: tests },
      { path: ['\\.test\\.ts$', '\\.contract\\.ts$', '^apps/[^/]+/(test|e2e)/'] },
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: ['/dist/', 'generated/', '\\.css$', '\\.svg'] },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: {
      conditionNames: ['development', 'import', 'node', 'default', 'types'],
      exportsFields: ['exports'],
      extensions: ['.ts', '.js', '.mjs', '.vue', '.json'],
    },
  },
};
