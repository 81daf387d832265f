import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Frame } from 'playwright-core';
import type { Theme, Workbench } from './workbench';

interface Axe {
  run(context: Document): Promise<{
    violations: { id: string; help: string; nodes: { target: (string | string[])[]; html: string }[] }[];
  }>;
}

/**
 * What axe-core finds wrong in what is ours: in a notebook that stands in shadow roots and the rest of the page is
 * VS Code's; `whole` pages are ours altogether.
 */
export async function violations(frame: Frame, whole = false): Promise<string[]> {
  await frame.evaluate(readFileSync(createRequire(`${process.cwd()}/`).resolve('axe-core'), 'utf8'));
  return frame.evaluate(async (whole) => {
    const { violations: found } = await (globalThis as unknown as { axe: Axe }).axe.run(document);
    return found.flatMap(({ id, help, nodes }) =>
      nodes
        .filter(({ target }) => whole || Array.isArray(target[0]))
        .map(({ html }) => `${id}: ${help}: ${html.slice(0, 200)}`),
    );
  }, whole);
}

/** Opens whatever is folded in our views: sections, tables behind charts, findings. */
export async function unfold(frame: Frame): Promise<void> {
  const folded = '.ls-folded > button, .ls-findings button, details > summary';
  await frame.locator(folded).evaluateAll((all) => {
    for (const one of all as HTMLElement[])
      if (one.getAttribute('aria-expanded') === 'false' || one.closest('details:not([open])')) one.click();
  });
}

/** Switches the window's theme and waits until a webview shows it, which hears of it a moment later. */
export async function showTheme(workbench: Workbench, frame: Frame, theme: Theme): Promise<void> {
  await workbench.setSettings({}, theme);
  const kinds: Record<Theme, string> = {
    dark: 'vscode-dark',
    light: 'vscode-light',
    'hc-dark': 'vscode-high-contrast',
    'hc-light': 'vscode-high-contrast-light',
  };
  await frame.waitForFunction((wanted) => document.body.dataset.vscodeThemeKind === wanted, kinds[theme]);
}
