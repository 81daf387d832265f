import assert from 'node:assert/strict';
import { h, render } from 'preact';
import { useRef } from 'preact/hooks';
import { uniform, useVirtualRows, type VirtualRows } from '../../../src/inspector/rows/virtualRows';
import { until, withPage } from './dom';

const HEIGHT = 24;
/** What the page of these tests says of every element. */
const VIEW = 288;

describe('a list of rows', () => {
  const page = withPage();

  function list(count: number, leaps?: boolean) {
    const container = page.container();
    let rows: VirtualRows;
    const List = () => {
      const scroller = useRef<HTMLDivElement>(null);
      rows = useVirtualRows(scroller, count, uniform(count, HEIGHT), leaps);
      return h('div', { ref: scroller });
    };
    render(h(List, {}), container);
    const scroller = container.firstElementChild as HTMLElement;
    /** Rows that stand wholly in the window. */
    const inSight = () =>
      rows.items
        .filter(
          ({ start }) =>
            start >= scroller.scrollTop - 0.01 && start + HEIGHT <= scroller.scrollTop + VIEW + 0.01,
        )
        .map(({ index }) => index);
    const go = async (index: number) => {
      rows.scrollTo(index);
      const { Event } = scroller.ownerDocument.defaultView!;
      scroller.dispatchEvent(new Event('scroll'));
      await until(() => inSight().includes(index), `row ${index} in sight, got ${inSight().join()}`);
    };
    return { scroller, inSight, go, rows: () => rows };
  }

  it('of two million rows reaches the last one and any between, in no more pixels than browsers lay out', async () => {
    const { scroller, inSight, go, rows } = list(2_000_000);
    await until(() => rows().items.length > 0, 'rows');
    assert.ok(rows().totalSize < 33e6);
    for (const index of [1_999_999, 1_234_567, 1_234_566, 1_234_590, 11, 0]) await go(index);
    assert.equal(scroller.scrollTop, 0);
    await go(1_999_999);
    assert.ok(scroller.scrollTop + VIEW <= rows().totalSize);
    const { start } = rows().items.at(-1)!;
    assert.ok(Math.abs(start + HEIGHT - rows().totalSize) < 0.01);
    assert.equal(inSight().length, VIEW / HEIGHT);
    assert.ok(rows().items.length < 40);
  });

  it('has no rows around those in sight while it leaps, and has them again where it rests', async () => {
    const { rows, go } = list(1000, true);
    await until(() => rows().items.length > 0, 'rows');
    assert.ok(rows().items.length > VIEW / HEIGHT + 1);
    await go(500);
    assert.ok(rows().isLeaping && rows().items.length <= VIEW / HEIGHT + 1);
    await until(() => !rows().isLeaping, 'rest');
    assert.ok(rows().items.length > VIEW / HEIGHT + 1);
    await go(501);
    assert.ok(!rows().isLeaping);
  });

  it('keeps the row that has the focus at the turn of a page, where its rows take it', async () => {
    const { rows, go } = list(1000);
    await until(() => rows().items.length > 0, 'rows');
    const page = VIEW / HEIGHT;
    await go(500);
    await go(500 + page);
    assert.ok(rows().items.some(({ index }) => index === 500));
  });

  it('of a few rows stands where it would stand without a window', async () => {
    const { scroller, rows, go } = list(100);
    await until(() => rows().items.length > 0, 'rows');
    assert.equal(rows().totalSize, 100 * HEIGHT);
    await go(99);
    assert.equal(scroller.scrollTop, 100 * HEIGHT - VIEW);
    assert.ok(rows().items.every(({ index, start }) => start === index * HEIGHT));
  });
});
