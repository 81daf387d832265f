// What must hold of a package before anybody installs it. Each returns sentences about what does not.
import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

/** `%keys%` of the manifest without a sentence, and sentences that nothing names. */
export function sentences(manifest, sentencesOf) {
  const named = new Set([...JSON.stringify(manifest).matchAll(/"%([\w.-]+)%"/g)].map(([, key]) => key));
  const given = new Set(Object.keys(sentencesOf));
  return [
    ...[...named].filter((key) => !given.has(key)).map((key) => `package.nls.json has no "${key}".`),
    ...[...given].filter((key) => !named.has(key)).map((key) => `Nothing in package.json names "${key}".`),
  ];
}

/** Files that the manifest or its sentences name, by any key or link, and the package has not. */
export function places(folder, manifest) {
  const named = new Set();
  const visit = (value) => {
    if (typeof value === 'string') {
      if (/^(\.\/)?(dist|media|l10n)(\/|$)/.test(value)) named.add(value);
      for (const [, page] of value.matchAll(/\(command:logitscope\.openDocs\?%5B%22([^%]+)%22%5D\)/g))
        named.add(page);
    } else if (value && typeof value === 'object') Object.values(value).forEach(visit);
  };
  visit(manifest);
  return [...named]
    .filter((place) => !existsSync(path.join(folder, place)))
    .map((place) => `package.json names ${place}, which is not in the package.`);
}

/**
 * Links and pictures of a Markdown file that lead to nothing in the package.
 *
 * @param packed the names of the files in it, where not all of the folder travels under its name
 */
export function links(folder, file, packed) {
  const text = readFileSync(path.join(folder, file), 'utf8');
  const outside = text.replace(/^(```|~~~)[^]*?^\1/gm, '').replace(/`[^`\n]*`/g, '');
  const targets = [
    ...outside.matchAll(/\]\(([^)\s]+)[^)]*\)/g),
    ...outside.matchAll(/<(?:a|img|source)\s[^<>]*?(?:href|src|srcset)="([^"\s]+)/g),
  ];
  return targets.flatMap(([, target]) => {
    if (/^(https|vscode|command):/.test(target)) return [];
    const [place, anchor] = target.split('#');
    const name = place ? path.posix.join(path.posix.dirname(file), decodeURIComponent(place)) : file;
    const at = path.join(folder, name);
    const isThere = existsSync(at) && (!place || !packed || packed.has(name) || isFolderIn(packed, name));
    if (!isThere) return [`${file} links to ${target}, which is not in the package.`];
    return anchor && !anchors(readFileSync(at, 'utf8')).has(anchor)
      ? [`${file} links to ${target}, a heading that is not there.`]
      : [];
  });
}

function isFolderIn(packed, name) {
  return [...packed].some((file) => file.startsWith(`${name.replace(/\/$/, '')}/`));
}

/** The names of the files in a VSIX, which is a zip file: packing leaves some out and names some anew. */
export function packedNames(vsix) {
  const bytes = readFileSync(vsix);
  const end = bytes.lastIndexOf('PK\x05\x06', undefined, 'latin1');
  const names = new Set();
  let at = bytes.readUInt32LE(end + 16);
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left--) {
    const length = bytes.readUInt16LE(at + 28);
    names.add(bytes.toString('utf8', at + 46, at + 46 + length).replace(/^extension\//, ''));
    at += 46 + length + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return names;
}

/** The anchors of a Markdown text's headings, as GitHub and VS Code make them. */
function anchors(text) {
  return new Set(
    [...text.matchAll(/^#+ +(.+)$/gm)].map(([, heading]) =>
      heading
        .toLowerCase()
        .replace(/[^\p{L}\p{N} _-]/gu, '')
        .replaceAll(' ', '-'),
    ),
  );
}

/** The icon: a square PNG of 128 to 512 pixels, as the Marketplace asks. */
export function icon(folder, file) {
  if (!file || !existsSync(path.join(folder, file))) return [`The icon ${file} is not in the package.`];
  const bytes = readFileSync(path.join(folder, file));
  if (bytes.toString('latin1', 1, 4) !== 'PNG') return [`The icon ${file} is not a PNG.`];
  const [width, height] = [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
  const fits = width === height && width >= 128 && width <= 512;
  return fits ? [] : [`The icon ${file} is ${width} × ${height}; expected a square of 128 to 512 pixels.`];
}

export function size(file, limit) {
  const bytes = statSync(file).size;
  return bytes <= limit
    ? []
    : [`${bytes.toLocaleString('en')} bytes are more than the ${limit.toLocaleString('en')} allowed.`];
}

/** Files that must not travel. */
export function strays(files) {
  return files
    .filter((file) => /\.map$|(^|\/)\.|\.ts$/.test(file))
    .map((file) => `${file} must not be packed.`);
}
