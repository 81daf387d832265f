import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

interface Gates {
  sentences(manifest: unknown, given: unknown): string[];
  places(folder: string, manifest: unknown): string[];
  links(folder: string, file: string, packed?: Set<string>): string[];
  icon(folder: string, file: string): string[];
  size(file: string, limit: number): string[];
  strays(files: string[]): string[];
}

describe('the gates before a package', () => {
  let gates: Gates;
  let folder: string;
  before(async () => {
    const file = path.resolve('scripts/package/gates.mjs');
    gates = (await import(pathToFileURL(file).href)) as Gates;
    folder = mkdtempSync(path.join(tmpdir(), 'logitscope-package-'));
    mkdirSync(path.join(folder, 'docs'));
    writeFileSync(path.join(folder, 'docs/loss.md'), '# Loss\n\n## A loss of 2.30, and why\n');
  });
  after(() => rmSync(folder, { recursive: true }));

  const linksOf = (text: string) => {
    writeFileSync(path.join(folder, 'README.md'), text);
    return gates.links(folder, 'README.md');
  };

  it('take links to what is in the package and to headings of it, and leave code alone', () => {
    const text =
      '[a](docs/loss.md) [b](docs/loss.md#a-loss-of-230-and-why) [c](https://example.org) `[d](x)`';
    assert.deepEqual(linksOf(`${text}\n\n\`\`\`md\n[e](nowhere.md)\n\`\`\`\n`), []);
  });

  it('name a link to nothing and one to a heading that is not there', () => {
    assert.deepEqual(linksOf('[a](docs/none.md) ![b](media/none.png "x") [c](docs/loss.md#other)'), [
      'README.md links to docs/none.md, which is not in the package.',
      'README.md links to media/none.png, which is not in the package.',
      'README.md links to docs/loss.md#other, a heading that is not there.',
    ]);
  });

  it('name links to what is left out or named anew as it is packed', () => {
    writeFileSync(path.join(folder, 'docs/back.md'), '[a](../README.md) [b](loss.md) [c](../docs)');
    const packed = new Set(['readme.md', 'docs/loss.md', 'docs/back.md']);
    assert.deepEqual(gates.links(folder, 'docs/back.md', packed), [
      'docs/back.md links to ../README.md, which is not in the package.',
    ]);
    assert.deepEqual(gates.links(folder, 'docs/back.md', new Set(['docs/back.md'])).length, 2);
  });

  it('name a picture in HTML that is not there', () => {
    assert.deepEqual(
      linksOf('<img alt="a film" src="media/film.webp" width="800"> <a href="docs/loss.md">x</a>'),
      ['README.md links to media/film.webp, which is not in the package.'],
    );
  });

  it('name files of the manifest that are not there, wherever it names them', () => {
    const steps = [{ media: { markdown: 'media/walkthrough/none.md' } }];
    const manifest = {
      main: './dist/none.js',
      icon: 'media/icon.png',
      contributes: { walkthroughs: [{ steps }] },
    };
    const sentences = { a: 'See [more](command:logitscope.openDocs?%5B%22docs/none.md%22%5D).' };
    assert.deepEqual(gates.places('.', [manifest, sentences]), [
      'package.json names ./dist/none.js, which is not in the package.',
      'package.json names media/walkthrough/none.md, which is not in the package.',
      'package.json names docs/none.md, which is not in the package.',
    ]);
  });

  it('name sentences that the manifest lacks or does not need', () => {
    assert.deepEqual(gates.sentences({ title: '%a%', icon: 'x' }, { b: '' }), [
      'package.nls.json has no "a".',
      'Nothing in package.json names "b".',
    ]);
    const read = (file: string) => JSON.parse(readFileSync(file, 'utf8')) as unknown;
    assert.deepEqual(gates.sentences(read('package.json'), read('package.nls.json')), []);
  });

  it('take the icon as it is, and no icon that is none', () => {
    assert.deepEqual(gates.icon('.', 'media/icon.png'), []);
    assert.match(gates.icon('.', 'media/icon.svg')[0], /is not a PNG/);
    const wide = Buffer.from(readFileSync('media/icon.png'));
    wide.writeUInt32BE(64, 20);
    writeFileSync(path.join(folder, 'wide.png'), wide);
    assert.match(gates.icon(folder, 'wide.png')[0], /× 64; expected a square/);
    assert.match(gates.icon('.', 'media/none.png')[0], /is not in the package/);
  });

  it('refuse source maps, sources, hidden files and too many bytes', () => {
    assert.equal(gates.strays(['dist/a.js', 'dist/a.js.map', '.env', 'x/.git/config', 'src/a.ts']).length, 4);
    assert.match(gates.size('package.json', 10)[0], /are more than the 10 allowed/);
    assert.deepEqual(gates.size('package.json', 1e6), []);
  });

  it('leads from the README to every page of the docs', () => {
    const pages = readdirSync('docs', { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.md'))
      .map((file) => path.join('docs', file));
    const seen = new Set<string>();
    const visit = (file: string) => {
      if (seen.has(file)) return;
      seen.add(file);
      for (const [, target] of readFileSync(file, 'utf8').matchAll(/\]\(([^)\s#]+\.md)[^)]*\)/g))
        if (!target.includes(':')) visit(path.join(path.dirname(file), target));
    };
    visit('README.md');
    assert.deepEqual(
      pages.filter((page) => !seen.has(page)),
      [],
    );
  });
});
