// Who may import whom in src/: `npm run check` holds every import against this table. No import leads upwards, none goes
// round in a circle, type imports included. docs/design.md says why the rooms lie as they do.

/** Rooms that read and compute. Each may import the rooms named, and itself. They never see VS Code. */
const READING = {
  arrays: [],
  numerics: ['arrays'],
  python: [],
  losscode: ['arrays/words/printable', 'python'],
  readings: ['arrays', 'python', 'losscode/evidence'],
  text: ['arrays', 'readings'],
  bytes: ['arrays', 'readings', 'text/names/labelNames'],
  records: ['arrays', 'text'],
  loss: ['arrays', 'numerics', 'records'],
  tokens: ['arrays', 'numerics', 'text/escapes'],
  code: ['arrays', 'loss', 'records'],
  worker: ['arrays', 'loss', 'losscode/types', 'records/csv/separated', 'tokens/model'],
  engine: [
    'arrays',
    'numerics',
    'readings',
    'text',
    'bytes',
    'records',
    'tokens',
    'loss',
    'losscode',
    'code',
    'worker',
  ],
};

/** What a page or host starts and calls the worker by. */
const WORKER = ['arrays', 'worker'];
/** The one test on a text that runs before any worker, in every host. */
const BEFORE_THE_WORKER = 'text/mayHoldArray';
/** Figures as they travel. */
const FIGURES = 'loss/types';
const TOKENS = 'tokens/model';
/** The same test for tokens. */
const TOKENS_BEFORE = 'tokens/probe';

/** What agents ask, wherever they are: it never sees VS Code. */
const AGENTS = {
  agents: ['arrays', 'worker', 'loss/types', 'losscode/types', 'tokens/model'],
  mcp: ['agents', 'arrays', 'worker'],
};

/** Pages: what is drawn in a webview or under an output. */
const PAGES = {
  inspector: [...WORKER, 'code', FIGURES, TOKENS, 'loss/doubleSoftmaxFloor'],
  renderer: [...WORKER, 'inspector', 'bytes/mime', TOKENS, BEFORE_THE_WORKER, TOKENS_BEFORE],
  'panel/page': [
    ...WORKER,
    'inspector',
    'code',
    'panel/protocol',
    'panel/kept',
    'panel/hostClient',
    FIGURES,
    TOKENS,
  ],
  'files/page': [
    ...WORKER,
    'inspector',
    'files/protocol',
    'panel/hostClient',
    'panel/page/evaluation/evaluation',
  ],
};

/** Parts of VS Code where people meet it: they run in the extension host. */
const HOSTS = {
  ui: ['arrays', 'worker/protocol'],
  panel: [...WORKER, 'ui', FIGURES, TOKENS],
  files: [...WORKER, 'ui', 'panel/forward', 'panel/html', 'panel/pageCalls', 'panel/reports', 'panel/save'],
  live: [
    ...WORKER,
    FIGURES,
    TOKENS,
    'loss/sequences',
    'engine/views/rankCurve',
    'engine/sharedWork',
    'engine/callContext',
  ],
  debugger: [...WORKER, 'ui', 'live', 'panel/panels'],
  editor: [
    ...WORKER,
    'ui',
    'inspector/miniBars',
    'notebook/outputs',
    'notebook/classNames',
    'panel/panels',
    'files/viewType',
    'api',
    FIGURES,
    TOKENS,
    BEFORE_THE_WORKER,
    TOKENS_BEFORE,
  ],
  support: [...WORKER, 'ui'],
  chat: [...WORKER, 'agents', 'editor/files/dumps', 'losscode/types', 'notebook/outputs'],
  checker: [...WORKER, 'ui', 'losscode/types'],
  notebook: [
    ...WORKER,
    'ui',
    'renderer/protocol',
    'renderer/fetching',
    'panel/save',
    'panel/panels',
    'live',
    TOKENS,
    BEFORE_THE_WORKER,
    TOKENS_BEFORE,
  ],
};

const modulesOf = (room) => `^src/${room}(/|\\.|$)`;
const allowedTo = (room, others) => `^src/(${[room, ...others].join('|')})(/|\\.|$)`;

const pages = Object.keys(PAGES).map(modulesOf);
const VSCODE = '(^|/)vscode(/|$)';

const rooms = { ...READING, ...AGENTS, ...PAGES, ...HOSTS };

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    {
      name: 'no-circle',
      comment: 'Two modules that need each other are one, or lack a third.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-homeless-module',
      comment: 'Every module stands in a room of the table above.',
      severity: 'error',
      from: {},
      to: {
        path: '^src/',
        pathNot: [...Object.keys(rooms).map(modulesOf), '^src/api\\.ts$', '^src/extension\\.ts$'],
      },
    },
    {
      name: 'entry-imported-by-nobody',
      severity: 'error',
      from: {},
      to: { path: '^src/extension\\.ts$' },
    },
    {
      name: 'api-imports-the-worker-only',
      comment: 'It checks its options by the table that the kernels check theirs by.',
      severity: 'error',
      from: { path: '^src/api\\.ts$' },
      to: {
        path: '^src/',
        pathNot: allowedTo('api', [
          ...WORKER,
          FIGURES,
          TOKENS,
          'losscode/types',
          'numerics/options',
          'numerics/broadcast',
        ]),
      },
    },
    ...Object.entries(rooms).map(([room, others]) => ({
      name: `${room.replace('/', '-')}-imports`,
      comment: `${room} may import ${['itself', ...others].join(', ')}`,
      severity: 'error',
      from: {
        path: modulesOf(room),
        ...(room in HOSTS && { pathNot: pages }),
      },
      to: { path: '^src/', pathNot: allowedTo(room, others) },
    })),
    {
      name: 'hosts-start-pages-and-never-import-them',
      severity: 'error',
      from: { path: Object.keys(HOSTS).map(modulesOf), pathNot: pages },
      to: { path: pages, pathNot: '^src/(inspector|renderer)/' },
    },
    {
      name: 'vscode-in-hosts-only',
      comment: 'The worker and the pages run where there is no VS Code.',
      severity: 'error',
      from: { path: [...Object.keys(READING), ...Object.keys(AGENTS), 'live', 'api'].map(modulesOf) },
      to: { path: VSCODE, dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'vscode-not-in-pages',
      severity: 'error',
      from: { path: pages },
      to: { path: VSCODE },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    includeOnly: `^src/|${VSCODE}`,
    exclude: '/assembly/',
    doNotFollow: 'node_modules',
  },
};
