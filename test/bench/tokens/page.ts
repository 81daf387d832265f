// The page of test/bench/tokenView.bench.ts: the token view over the real worker, as a panel or a notebook has it.
import { mountTokens } from '../../../src/inspector/tokens/mount';
import { createClient } from '../../../src/worker/client';
import { filesBeside } from '../../../src/worker/files';
import { spawnWorker } from '../../../src/worker/spawn.web';

const client = createClient(spawnWorker(filesBeside(import.meta.url)));
const nextFrame = () => new Promise<number>((resolve) => requestAnimationFrame(resolve));

/** Of the answer that was opened last. */
let text = '';

/** From a click to the first text on the screen, of a text that is open already as under a strip. */
async function openView(response: string): Promise<{ opened: number; text: number }> {
  const [{ message }] = (JSON.parse(response) as { choices: { message: { content: string } }[] }).choices;
  text = message.content;
  const began = performance.now();
  const opened = await client.call('openTokens', { text: response });
  const clicked = performance.now();
  const container = document.createElement('div');
  document.getElementById('view')!.replaceChildren(container);
  mountTokens(container, {
    client,
    source: { text: response, opened: opened! },
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

/** In place of the view: its text without tokens, colours and names, as large. */
async function showPlain(): Promise<void> {
  const scroller = document.querySelector<HTMLElement>('.lt-text')!;
  const { width, height } = scroller.getBoundingClientRect();
  const plain = document.createElement('div');
  plain.className = 'lt-text';
  plain.style.cssText = `width: ${width}px; height: ${height}px; white-space: pre-wrap`;
  plain.textContent = text;
  document.getElementById('view')!.replaceChildren(plain);
  await nextFrame();
  await nextFrame();
}

Object.assign(globalThis, { openView, scrollText, showPlain });
