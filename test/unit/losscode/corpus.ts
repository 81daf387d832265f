/**
 * The programs of `test/fixtures/losscode`, one file for each rule. In it `# --- bad: title` and `# --- good: title` begin a
 * program, `# %%` a cell of a notebook, `# === path` a file of a workspace. `# <- here` at the end of a line says that the
 * file's rule finds its mistake there. None of these lines and marks is in the text that is checked.
 */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { CodeFile, CodeFix, LossCodeFinding } from '../../../src/losscode/types';

export interface Program {
  rule: string;
  kind: 'bad' | 'good';
  title: string;
  files: readonly CodeFile[];
  /** Where the mistake is, as `placesOf` words it. */
  places: readonly string[];
}

const FOLDER = 'test/fixtures/losscode';
const HEADER = /^# --- (bad|good): (.+)$/;
const MARK = /[ \t]*# <- here$/;

export function corpus(): Program[] {
  return readdirSync(FOLDER)
    .filter((name) => name.endsWith('.py'))
    .sort()
    .flatMap((name) => programsIn(path.basename(name, '.py'), readFileSync(path.join(FOLDER, name), 'utf8')));
}

function programsIn(rule: string, text: string): Program[] {
  const programs: { head: RegExpExecArray; lines: string[] }[] = [];
  for (const line of text.split('\n')) {
    const head = HEADER.exec(line);
    if (head) programs.push({ head, lines: [] });
    else programs.at(-1)?.lines.push(line);
  }
  return programs.map(({ head: [, kind, title], lines }) => ({
    rule,
    kind: kind as Program['kind'],
    title,
    ...partsOf(lines),
  }));
}

function partsOf(lines: readonly string[]): Pick<Program, 'files' | 'places'> {
  const files: { uri: string; cells: string[][] }[] = [{ uri: 'main.py', cells: [[]] }];
  const places: string[] = [];
  for (const line of lines) {
    const uri = /^# === (\S+)$/.exec(line)?.[1];
    if (uri !== undefined) {
      files.push({ uri, cells: [[]] });
      continue;
    }
    const { uri: current, cells } = files.at(-1)!;
    if (line === '# %%') {
      cells.push([]);
      continue;
    }
    const cell = cells.at(-1)!;
    if (MARK.test(line)) places.push(placeOf(current, cells.length - 1, cell.length));
    cell.push(line.replace(MARK, ''));
  }
  const written = files.filter(({ cells }) => cells.some((cell) => cell.some((line) => line !== '')));
  return {
    places,
    files: written.map(({ uri, cells }) =>
      cells.length === 1
        ? { uri, text: textOf(cells[0]) }
        : { uri: uri.replace(/\.py$/, '.ipynb'), cells: cells.map(textOf) },
    ),
  };
}

const textOf = (lines: readonly string[]) => `${lines.join('\n').trimEnd()}\n`;

const placeOf = (uri: string, cell: number, line: number) =>
  `${path.basename(uri).replace(/\.\w+$/, '')}:${cell}:${line + 1}`;

/** File, cell and line of a finding. */
export function placeOfFinding({ uri, range }: LossCodeFinding, files: readonly CodeFile[]): string {
  const file = files.find((one) => one.uri === uri);
  const text = file?.cells?.[range.cell ?? 0] ?? file?.text ?? '';
  return placeOf(uri, range.cell ?? 0, text.slice(0, range.start).split('\n').length - 1);
}

/** The files after a fix of something found in the first of the places its edits name. */
export function fixed(
  files: readonly CodeFile[],
  { uri: found }: Pick<LossCodeFinding, 'uri'>,
  { edits }: CodeFix,
): CodeFile[] {
  return files.map((file) => {
    const ours = edits.filter(({ uri = found }) => uri === file.uri);
    const inCell = (text: string, cell?: number) =>
      ours
        .filter(({ range }) => range.cell === cell)
        .sort((a, b) => b.range.start - a.range.start)
        .reduce(
          (so, { range, text: put }) => `${so.slice(0, range.start)}${put}${so.slice(range.end)}`,
          text,
        );
    return file.cells === undefined
      ? { ...file, text: inCell(file.text ?? '') }
      : { ...file, cells: file.cells.map(inCell) };
  });
}
