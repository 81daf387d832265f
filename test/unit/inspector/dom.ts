import { Window } from 'happy-dom';

const NAMES = [
  'window',
  'document',
  'Element',
  'HTMLElement',
  'CSSStyleSheet',
  'SVGElement',
  'Node',
] as const;

/**
 * Gives the tests of a `describe` a page, and takes it away after them. Components render into `container()`,
 * which stands in a shadow root as in a notebook output.
 */
export function withPage(): {
  container(): HTMLElement;
  press(target: Element, key: string): void;
  /** What a field tells when its value was changed by typing or dragging. */
  input(target: Element): void;
} {
  const scope = globalThis as Record<string, unknown>;
  const before_ = new Map<string, PropertyDescriptor | undefined>();
  let page: Window;

  before(() => {
    page = new Window({ width: 940, height: 800 });
    // There is no layout here: every element is as large as a list that shows some rows.
    for (const [name, value] of [
      ['clientHeight', 288],
      ['clientWidth', 430],
    ] as const) {
      Object.defineProperty(page.HTMLElement.prototype, name, { configurable: true, get: () => value });
    }
    // No frames either: what waits for one goes on.
    before_.set('requestAnimationFrame', Object.getOwnPropertyDescriptor(scope, 'requestAnimationFrame'));
    scope.requestAnimationFrame = (go: () => void) => setTimeout(go);
    for (const name of NAMES) {
      before_.set(name, Object.getOwnPropertyDescriptor(scope, name));
      Object.defineProperty(scope, name, {
        configurable: true,
        writable: true,
        value: name === 'window' ? page : (page as unknown as Record<string, unknown>)[name],
      });
    }
  });
  after(async () => {
    await page.happyDOM.close();
    for (const [name, descriptor] of before_) {
      if (descriptor) Object.defineProperty(scope, name, descriptor);
      else delete scope[name];
    }
  });

  return {
    container() {
      const host = document.createElement('div');
      document.body.append(host);
      const container = document.createElement('div');
      host.attachShadow({ mode: 'open' }).append(container);
      return container;
    },
    input(target) {
      target.dispatchEvent(new page.Event('input', { bubbles: true, composed: true }) as unknown as Event);
    },
    press(target, key) {
      const event = new page.KeyboardEvent('keydown', {
        key,
        bubbles: true,
        composed: true,
        cancelable: true,
      });
      target.dispatchEvent(event as unknown as Event);
    },
  };
}

/** Waits until a condition holds, for what comes back from the worker; fails with the sentence given. */
export async function until(holds: () => unknown, otherwise: string): Promise<void> {
  const deadline = Date.now() + 20_000;
  while (!holds()) {
    if (Date.now() > deadline) throw new Error(`Waited 20 s in vain: ${otherwise}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
