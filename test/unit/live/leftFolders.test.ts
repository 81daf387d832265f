import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { here, removeLeftFolders } from '../../../src/live/leftFolders';
import { beginHandOver, removeAllNow } from '../../../src/live/handOver';

const DAY = 24 * 60 * 60;

describe('folders through which arrays come', () => {
  let parent: string;
  const gone = spawnSync(process.execPath, ['-e', '']).pid;
  beforeEach(() => {
    parent = mkdtempSync(path.join(tmpdir(), 'logitscope-unit-'));
  });
  afterEach(() => rmSync(parent, { recursive: true, force: true }));

  const age = (place: string, seconds: number) => {
    const then = Date.now() / 1000 - seconds;
    utimesSync(place, then, then);
  };
  /** One that a process left behind two days ago, with its file. */
  function left(name: string, { folder: ofFolder = 2 * DAY, file: ofFile = 2 * DAY } = {}): string {
    const folder = path.join(parent, name);
    mkdirSync(folder);
    writeFileSync(path.join(folder, 'array'), 'numbers');
    age(path.join(folder, 'array'), ofFile);
    age(folder, ofFolder);
    return folder;
  }

  it('are removed after a day when their process was killed, empty or not', async () => {
    const full = left(`logitscope-array-${gone}-abCD12`);
    const empty = left(`logitscope-array-${gone}-abCD13`);
    rmSync(path.join(empty, 'array'));
    age(empty, 2 * DAY);
    await removeLeftFolders(parent);
    assert.deepEqual([full, empty].map(existsSync), [false, false]);
  });

  it('are removed at once when their process ran here and was killed, and no others’', async () => {
    const maker = spawnSync(process.execPath, ['-e', 'process.kill(process.pid, "SIGKILL")']).pid;
    const now = { folder: 0, file: 0 };
    const own = left(`logitscope-array-${maker}-${here()}-abCD12`, now);
    const kept = [
      left(`logitscope-array-${process.pid}-${here()}-abCD12`, now),
      left(`logitscope-array-${maker}-01234567-abCD12`, now),
    ];
    await removeLeftFolders(parent);
    assert.equal(existsSync(own), false);
    for (const folder of kept) assert.ok(existsSync(path.join(folder, 'array')), folder);
  });

  it('are removed after a day where their process ran elsewhere', async () => {
    const folder = left(`logitscope-array-${gone}-01234567-abCD12`);
    await removeLeftFolders(parent);
    assert.equal(existsSync(folder), false);
  });

  it('stay while their process runs, or something in them is younger', async () => {
    const kept = [
      left(`logitscope-array-${process.pid}-abCD12`),
      left(`logitscope-array-${gone}-abCD12`, { folder: DAY / 2 }),
      left(`logitscope-array-${gone}-abCD13`, { file: DAY / 2 }),
    ];
    await removeLeftFolders(parent);
    for (const folder of kept) assert.ok(existsSync(path.join(folder, 'array')), folder);
  });

  it('are known by their whole name and by what is in them', async () => {
    const kept = [
      left('logitscope-e2e-abCD12'),
      left(`logitscope-array-${gone}-abCD12-mine`),
      left(`my-logitscope-array-${gone}-abCD12`),
      left(`logitscope-array-${gone}-abCD12`),
      left(`logitscope-array-${gone}-abCD13`),
    ];
    writeFileSync(path.join(kept[3], 'notes.txt'), 'mine');
    age(kept[3], 2 * DAY);
    rmSync(path.join(kept[4], 'array'));
    mkdirSync(path.join(kept[4], 'array'));
    age(path.join(kept[4], 'array'), 2 * DAY);
    age(kept[4], 2 * DAY);
    await removeLeftFolders(parent);
    for (const folder of kept) assert.ok(existsSync(path.join(folder, 'array')), folder);
  });

  it('are not found through links', async () => {
    const elsewhere = path.join(parent, 'elsewhere');
    mkdirSync(elsewhere);
    writeFileSync(path.join(elsewhere, 'array'), 'mine');
    age(path.join(elsewhere, 'array'), 2 * DAY);
    age(elsewhere, 2 * DAY);
    symlinkSync(elsewhere, path.join(parent, `logitscope-array-${gone}-abCD12`));
    const folder = left(`logitscope-array-${gone}-abCD13`);
    rmSync(path.join(folder, 'array'));
    symlinkSync(path.join(elsewhere, 'array'), path.join(folder, 'array'));
    age(folder, 2 * DAY);
    await removeLeftFolders(parent);
    assert.ok(existsSync(path.join(elsewhere, 'array')));
    assert.ok(existsSync(path.join(folder, 'array')));
  });

  it('are looked for when an array is to come, and its own is removed after it', async () => {
    const old = left(`logitscope-array-${gone}-abCD12`);
    const { TMPDIR } = process.env;
    process.env.TMPDIR = parent;
    try {
      const file = (await beginHandOver(() => undefined))!;
      writeFileSync(file.path, 'numbers');
      assert.match(path.relative(parent, file.path), /^logitscope-array-\d+-[0-9a-f]{8}-\w{6}.array$/);
      await file.remove();
      assert.equal(existsSync(path.dirname(file.path)), false);
      while (existsSync(old)) await new Promise((resolve) => setTimeout(resolve, 5));
    } finally {
      if (TMPDIR === undefined) delete process.env.TMPDIR;
      else process.env.TMPDIR = TMPDIR;
    }
  });

  it('are removed when the process ends while an array comes', async () => {
    const { TMPDIR } = process.env;
    process.env.TMPDIR = parent;
    try {
      const files = await Promise.all([1, 2].map(() => beginHandOver(() => undefined)));
      for (const file of files) writeFileSync(file!.path, 'numbers');
      const atExit = process.listeners('exit').filter((listener) => listener === removeAllNow);
      assert.equal(atExit.length, 1);
      atExit[0](0);
      assert.deepEqual(readdirSync(parent), []);
      for (const file of files) await file!.remove();
    } finally {
      if (TMPDIR === undefined) delete process.env.TMPDIR;
      else process.env.TMPDIR = TMPDIR;
    }
  });
});
