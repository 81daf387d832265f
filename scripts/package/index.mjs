// Builds the extension minified and packs it as a VSIX, without git or a network, with a bill of materials beside it.
// Fails where a gate does not hold. LOGITSCOPE_REPOSITORY is the address of the repository, where there is one: links
// then lead there; without it they lead to files in the package, and no address is invented.
import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../bundling.mjs';
import { ensureDependencies } from '../dependencies.mjs';
import * as gates from './gates.mjs';
import { billOfMaterials, notices, shippedPackages } from './shipped.mjs';

/** Bytes. The worker, which is one for Node and for pages, is a third of it. */
const LIMIT = 1_500_000;
const NOTICES = 'THIRD_PARTY_NOTICES.txt';
const FILM = 'media/readme-film.webp';
/** What .vscodeignore chooses from stands in these, or beside them. */
const FOLDERS = ['dist', 'media', 'l10n', 'docs', 'examples'];

await ensureDependencies();
const { build } = await import('../build.mjs');
const { createVSIX, listFiles } = await import('@vscode/vsce');
const { default: manifest } = await import('../../package.json', { with: { type: 'json' } });

const repository = process.env.LOGITSCOPE_REPOSITORY?.replace(/\/+$/, '');
if (repository && !URL.canParse(repository)) {
  console.error(`LOGITSCOPE_REPOSITORY: expected the address of a repository, got ${repository}`);
  process.exit(1);
}

const packages = shippedPackages(await build({ minify: true }));
const staged = path.join(root, 'out', 'package');
stage();

const packagePath = path.join(root, `${manifest.name}-${manifest.version}.vsix`);
await createVSIX({
  cwd: staged,
  packagePath,
  dependencies: false,
  allowMissingRepository: true,
  ...(repository
    ? { baseContentUrl: `${repository}/blob/HEAD`, baseImagesUrl: `${repository}/raw/HEAD` }
    : { rewriteRelativeLinks: false }),
});
const bill = packagePath.replace(/\.vsix$/, '.sbom.json');
writeFileSync(bill, billOfMaterials(packages, manifest));

const files = await listFiles({ cwd: staged, dependencies: false });
for (const file of files)
  console.log(`${statSync(path.join(staged, file)).size.toLocaleString('en').padStart(10)}  ${file}`);
console.log(`${path.basename(packagePath)}: ${statSync(packagePath).size.toLocaleString('en')} bytes`);
console.log(`${path.basename(bill)}: ${packages.length} packages of others`);

const packed = gates.packedNames(packagePath);
const english = JSON.parse(readFileSync(path.join(root, 'package.nls.json'), 'utf8'));
const problems = [
  ...gates.sentences(manifest, english),
  ...gates.places(staged, [manifest, english]),
  ...files.filter((file) => file.endsWith('.md')).flatMap((file) => gates.links(staged, file, packed)),
  ...gates.icon(staged, manifest.icon),
  ...gates.strays(files),
  ...gates.size(packagePath, LIMIT),
];
for (const problem of problems) console.error(problem);
process.exit(problems.length === 0 ? 0 : 1);

/** A folder of what .vscodeignore chooses from, with the README and the manifest as they are published. */
function stage() {
  rmSync(staged, { recursive: true, force: true });
  mkdirSync(staged, { recursive: true });
  const beside = readdirSync(root, { withFileTypes: true }).filter((entry) => entry.isFile());
  for (const name of [...FOLDERS, ...beside.map((file) => file.name)])
    cpSync(path.join(root, name), path.join(staged, name), { recursive: true });
  writeFileSync(
    path.join(staged, 'README.md'),
    withoutFilm(readFileSync(path.join(root, 'README.md'), 'utf8')),
  );
  writeFileSync(path.join(staged, NOTICES), notices(packages));
  const published = { ...manifest, scripts: undefined, devDependencies: undefined };
  const places = repository && {
    repository: { type: 'git', url: `${repository}.git` },
    bugs: { url: `${repository}/issues` },
    homepage: `${repository}#readme`,
    qna: `${repository}/discussions`,
    // Marketplaces take pictures of such badges from known hosts alone.
    ...(new URL(repository).host === 'github.com' && {
      badges: [badgeOf(`${repository}/actions/workflows/ci.yml`)],
    }),
  };
  writeFileSync(
    path.join(staged, 'package.json'),
    `${JSON.stringify({ ...published, ...places }, null, 2)}\n`,
  );
}

function badgeOf(workflow) {
  return { url: `${workflow}/badge.svg`, href: workflow, description: 'CI' };
}

/** The README with the film of the repository, or without one. */
function withoutFilm(readme) {
  if (repository) return readme.replace(FILM, `${repository}/raw/HEAD/${FILM}`);
  return readme.replace(/!\[[^\]]*\]\(media\/readme-film\.webp\)\n\n/, '');
}
