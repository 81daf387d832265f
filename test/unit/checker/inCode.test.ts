import assert from 'node:assert/strict';
import type * as vscode from 'vscode';
import type { Shown } from '../../../src/checker/found';
import { mistakeBehind } from '../../../src/checker/inCode';

const uriOf = (name: string) => ({ toString: () => name }) as vscode.Uri;
const at = (line: number) => ({ start: { line, character: 0 }, end: { line, character: 9 } }) as vscode.Range;

/** A mistake on a line of a cell, and where its softmax is. */
function mistake(cell: string, line: number, softmax: string, rule = 'softmax-into-cross-entropy'): Shown {
  const related = { location: { uri: uriOf(softmax), range: at(0) }, message: '' };
  const diagnostic = { range: at(line), relatedInformation: [related] } as unknown as vscode.Diagnostic;
  return { uri: uriOf(cell), diagnostic, finding: { rule } as Shown['finding'], files: new Map() };
}

const RULES = ['softmax-into-cross-entropy', 'softmax-of-softmax'];

function found(shown: readonly Shown[], cells: readonly string[] = []): string | undefined {
  const location = mistakeBehind(shown, RULES, cells.map(uriOf));
  return location && `${location.uri.toString()}:${location.range.start.line}`;
}

describe('The mistake in the code that numbers come from', () => {
  it('is the only one of its rules', () => {
    assert.equal(found([mistake('b', 2, 'a'), mistake('c', 1, 'x', 'log-of-softmax')]), 'b:2');
    assert.equal(found([mistake('c', 1, 'x', 'log-of-softmax')]), undefined);
  });

  it('is the last of several that come from one softmax', () => {
    assert.equal(found([mistake('b', 2, 'a'), mistake('c', 4, 'a')]), 'c:4');
  });

  it('is the one in the cell that printed the numbers, of several models', () => {
    const two = [mistake('b', 2, 'a'), mistake('d', 4, 'c')];
    assert.equal(found(two, ['b']), 'b:2');
    assert.equal(found(two, ['d', 'e']), 'd:4');
  });

  it('is not known among several that have nothing in common', () => {
    assert.equal(found([mistake('b', 2, 'a'), mistake('d', 4, 'c')]), undefined);
    assert.equal(found([mistake('b', 2, 'a'), mistake('d', 4, 'c')], ['e']), undefined);
  });
});
