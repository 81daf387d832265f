// The page of test/bench/tokenView.bench.ts: the token view over the real worker, as a panel or a notebook has it.
import { mountTokens } from '../../../src/inspector/tokens/mount';
import { createClient } from '../../../src/worker/client';
import { filesBeside } from '../../../src/worker/files';
import { spawnWorker } from '../../../src/worker/spawn.web';

const client = createClient(spawnWorker(filesBeside(import.meta.url)));
const nextFrame = () => new Promise<number>((resolve) => requestAnimationFrame(resolve));

/** From a click to the first text on the screen, of a text that is open already as under a strip. */
async function openView(text: string): Promise<{ opened: number; text: number }> {
  const began = performance.now();
  const opened = await client.call('openTokens', { text });
  const clicked = performance.now();
  const container = document.createElement('div');
  document.getElementById('view')!.replaceChildren(container);
  mountTokens(container, {
    client,
    source: { text, opened: opened! },
    host: { copy: () => undefined },
  });
  while (!container.querySelector('[role="option"]')) await nextFrame();
  await nextFrame();
  return { opened: clicked - began, text: performance.now() - clicked };
}

/** Scrolls by so many pixels a frame, or from end to end, and gives the time between frames in milliseconds. */
async function scrollText(frames: number, pixels?: number): Promise<number[]> {
  const scroller = document.querySelector<HTMLElement>('.lt-text')!;
  const times: number[] = [];
  let last = await nextFrame();
  for (let frame = 0; frame < frames; frame++) {
    scroller.scrollTop =
      pixels === undefined
        ? ((scroller.scrollHeight - scroller.clientHeight) * frame) / frames
        : scroller.scrollTop + pixels;
    const now = await nextFrame();
    times.push(now - last);
    last = now;
  }
  return times;
}

Object.assign(globalThis, { openView, scrollText });
