// What of other people is in the package: notices as their licences ask for, and a list of components.
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { root } from '../bundling.mjs';

/** Compiled into the WebAssembly kernels: the runtime and the standard library of the compiler. */
const COMPILED = ['node_modules/assemblyscript'];

/** Files that hold a licence or a notice that has to travel with it. */
const LICENCE = /^(licen[cs]e|copying|notice)([-.].*)?$/i;

/**
 * The packages in the given folders, sorted by name. Throws where one says no licence or ships no text of it.
 *
 * @param folders relative to the root, "node_modules/preact"
 */
export function shippedPackages(folders) {
  return [...folders, ...COMPILED]
    .map((folder) => {
      const at = path.join(root, folder);
      const { name, version, license, author } = JSON.parse(
        readFileSync(path.join(at, 'package.json'), 'utf8'),
      );
      const texts = readdirSync(at)
        .filter((file) => LICENCE.test(file))
        .map((file) => readFileSync(path.join(at, file), 'utf8').trim());
      if (texts.length === 0 && license === 'MIT' && author) texts.push(mit(author.name ?? author));
      if (typeof license !== 'string') throw new Error(`${name} ${version} names no licence.`);
      if (texts.length === 0)
        throw new Error(`${name} ${version} (${license}) ships no text of its licence.`);
      return { folder, name, version, license, texts };
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** The words of the licence, for a package that names it and leaves them out. */
function mit(holder) {
  const own = readFileSync(path.join(root, 'LICENSE'), 'utf8').trim();
  return own.replace(/^Copyright .*$/m, `Copyright (c) ${holder}`);
}

/** The notices as one text. Packages under the same words share them. */
export function notices(packages) {
  const byText = new Map();
  for (const { name, version, license, texts } of packages) {
    const text = texts.join('\n\n');
    const entry = byText.get(text) ?? { license, names: [] };
    entry.names.push(`${name} ${version}`);
    byText.set(text, entry);
  }
  const parts = [...byText].map(
    ([text, { license, names }]) => `${names.join(', ')}\n${license}\n\n${text}\n`,
  );
  return `Third-party software in Logitscope\n\n${parts.join(`\n${'-'.repeat(80)}\n\n`)}`;
}

/** A CycloneDX bill of materials of what is in the package, by the names and checksums of the lock file. */
export function billOfMaterials(packages, { name, version }) {
  const { packages: locked } = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8'));
  const bom = {
    bomFormat: 'CycloneDX',
    specVersion: '1.5',
    version: 1,
    metadata: { component: { type: 'application', name, version } },
    components: packages.map((shipped) => ({
      type: 'library',
      name: shipped.name,
      version: shipped.version,
      purl: `pkg:npm/${shipped.name.replace('@', '%40')}@${shipped.version}`,
      licenses: [{ expression: shipped.license }],
      hashes: hashesOf(locked[shipped.folder]?.integrity),
    })),
  };
  return `${JSON.stringify(bom, null, 2)}\n`;
}

function hashesOf(integrity) {
  const [, base64] = /^sha512-(.+)$/.exec(integrity ?? '') ?? [];
  return base64 ? [{ alg: 'SHA-512', content: Buffer.from(base64, 'base64').toString('hex') }] : [];
}
