// The ESLint rule that keeps the rooms of src/ apart: who may import whom.
import path from 'node:path';

/** Modules that import nothing but types and each other: what an array is and what it is remembered by. */
const LEAVES = ['ndarray', 'arrays/types', 'arrays/override', 'arrays/partial', 'arrays/classNames'];
/** What everybody may know the shape of. */
const TYPES = ['loss/types'];
/** The worker as a page or host starts and calls it. */
const CALLING = ['worker/client', 'worker/protocol', 'worker/files', 'worker/spawn*'];

/**
 * The first entry whose `files` match says what those may import besides LEAVES, and besides TYPES as types.
 * Patterns are module paths under src/; a `*` at the end stands for anything, or for the folder itself. `own` narrows
 * the modules of the same room, `vscode` is for what runs in the extension host.
 */
const ROOMS = [
  { files: ['numerics/*'], imports: [] },
  { files: ['arrays/*'], imports: [] },
  { files: ['code/*'], imports: [] },
  { files: ['loss/*'], imports: ['numerics/*', 'arrays/*', 'code/*'] },
  { files: ['worker/client'], own: ['worker/protocol'], imports: [] },
  { files: ['worker/protocol', 'worker/rankCurve'], own: ['worker/protocol'], imports: [] },
  { files: ['worker/*'], imports: ['arrays/*', 'loss/*', 'numerics/*'] },
  { files: ['inspector/*'], imports: ['code/*', 'worker/protocol'], types: ['worker/client'] },
  { files: ['renderer/protocol'], own: [], imports: [] },
  { files: ['panel/protocol'], own: [], imports: ['worker/protocol'] },
  { files: ['renderer/*'], imports: ['inspector/*', 'arrays/mayHoldArray', 'arrays/bytes/mime', ...CALLING] },
  {
    files: ['panel/page', 'panel/page/*'],
    own: ['panel/protocol', 'panel/hostClient', 'panel/page/*'],
    imports: ['inspector/*', ...CALLING],
  },
  { files: ['panel/*'], imports: CALLING, vscode: true },
  { files: ['files/protocol'], own: [], imports: ['worker/protocol'] },
  {
    files: ['files/page'],
    own: ['files/protocol'],
    imports: ['inspector/*', 'panel/hostClient', ...CALLING],
  },
  { files: ['files/*'], imports: ['panel/forward', 'panel/html', 'panel/save', ...CALLING], vscode: true },
  { files: ['live/*'], imports: ['worker/client', 'worker/protocol', 'worker/rankCurve'] },
  {
    files: ['debugger/*'],
    imports: ['live/*', 'worker/client', 'worker/protocol'],
    types: ['panel/panels'],
    vscode: true,
  },
  {
    files: ['editor/*'],
    imports: ['worker/client', 'arrays/mayHoldArray', 'inspector/miniBars', 'notebook/outputs'],
    types: ['worker/protocol', 'panel/panels', 'api'],
    vscode: true,
  },
  {
    files: ['notebook/*'],
    imports: ['worker/client', 'arrays/mayHoldArray', 'renderer/protocol', 'panel/save', 'live/*'],
    types: ['panel/panels', 'worker/protocol'],
    vscode: true,
  },
  { files: ['api'], imports: ['worker/client'] },
  {
    files: ['extension', 'extension.web'],
    imports: ['api', 'editor/*', 'notebook/*', 'files/*', 'debugger/*', 'live/*', 'panel/*', ...CALLING],
    vscode: true,
  },
];

const matches = (module, patterns) =>
  patterns.some((pattern) => {
    const [start, rest] = pattern.split('*');
    return rest === undefined ? module === pattern : `${module}/`.startsWith(start);
  });

/** Whether nothing of an import or re-export is left at run time. */
function isTypeOnly(node) {
  if (node.importKind === 'type' || node.exportKind === 'type') return true;
  const kinds = (node.specifiers ?? []).map((specifier) => specifier.importKind ?? specifier.exportKind);
  return kinds.length > 0 && kinds.every((kind) => kind === 'type');
}

export const rooms = {
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      forbidden: '{{importer}} may not import {{imported}}: see ROOMS in scripts/rooms.mjs.',
      homeless: '{{importer}} belongs to no room: add it to ROOMS in scripts/rooms.mjs.',
    },
  },
  create(context) {
    const src = path.join(context.cwd, 'src');
    const importer = path.relative(src, context.filename).replace(/\.[cm]?tsx?$/, '');
    const room = ROOMS.find(({ files }) => matches(importer, files));
    const folder = path.dirname(importer);

    function isAllowed(imported, typeOnly) {
      const ownFolder = importer.split('/')[0];
      if (folder !== '.' && imported.startsWith(`${ownFolder}/`)) return matches(imported, room.own ?? ['*']);
      if (matches(imported, [...LEAVES, ...room.imports])) return true;
      return typeOnly && matches(imported, [...TYPES, ...(room.types ?? [])]);
    }

    function check(node) {
      const source = node.source?.value;
      if (typeof source !== 'string') return;
      if (!room) context.report({ node, messageId: 'homeless', data: { importer } });
      else if (source === 'vscode' && !room.vscode) {
        context.report({ node, messageId: 'forbidden', data: { importer, imported: 'vscode' } });
      } else if (source.startsWith('.')) {
        const imported = path.relative(src, path.resolve(path.dirname(context.filename), source));
        if (isAllowed(imported, isTypeOnly(node))) return;
        context.report({ node, messageId: 'forbidden', data: { importer, imported } });
      }
    }
    return {
      ImportDeclaration: check,
      ExportNamedDeclaration: check,
      ExportAllDeclaration: check,
      ImportExpression: check,
    };
  },
};
