// A real VS Code as a person meets it: opens a folder in a fresh window, clicks, types, hovers and looks.
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser, BrowserContext, Frame, Locator, Page } from 'playwright-core';

/** Set by the runner, scripts/test-e2e.mjs: one server and one browser serve the whole run. */
declare const e2e: {
  browser: Browser;
  root: string;
  workbenchUrl(options: { folder: string; extension?: string }): string;
  /** The window that files share; the runner closes it. */
  shared?: Promise<Workbench>;
};

/** By name: the color theme's settings id, and the class that VS Code gives the workbench and every webview. */
export const themes = {
  // The oldest VS Code that the package is tried in has not got it yet.
  dark: {
    id: process.env.LOGITSCOPE_VSCODE === 'oldest' ? 'Default Dark Modern' : 'Dark 2026',
    mark: 'vs-dark',
  },
  light: { id: 'Light 2026', mark: 'vs' },
  'hc-dark': { id: 'Default High Contrast', mark: 'hc-black' },
  'hc-light': { id: 'Default High Contrast Light', mark: 'hc-light' },
} as const;
export type Theme = keyof typeof themes;

interface WorkbenchOptions {
  /** A folder to copy, relative to the project: `examples`. */
  folder?: string;
  /** Files to add to the copy, by relative path. */
  files?: Record<string, string | Uint8Array>;
  /** False opens the same window without Logitscope, to compare with; `browser` runs it in the browser's extension host. */
  extension?: boolean | 'browser';
  /** Written to the folder's .vscode/settings.json. */
  settings?: Record<string, unknown>;
  theme?: Theme;
  size?: { width: number; height: number };
}

type SharedOptions = Pick<WorkbenchOptions, 'files' | 'settings' | 'size'>;

const SIZE = { width: 1280, height: 900 };
const SECOND = 1000;
/** How long a person would wait before calling it broken, on a busy machine. */
export const PATIENCE = 30 * SECOND;

/** Polls until the value is there. `what` names it in the error. */
export async function until<T>(
  what: string,
  get: () => T | undefined | false | null | Promise<T | undefined | false | null>,
  milliseconds = PATIENCE,
): Promise<T> {
  const deadline = Date.now() + milliseconds;
  for (;;) {
    const value = await get();
    if (value) return value;
    if (Date.now() > deadline) throw new Error(`${what} did not appear within ${milliseconds / SECOND} s.`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

export class Workbench {
  private constructor(
    readonly page: Page,
    /** The temporary copy that is open. */
    readonly folder: string,
    private readonly context: BrowserContext,
  ) {}

  /** Opens a fresh window, with the profile of a newcomer, on a temporary copy of the folder. */
  static async open(options: WorkbenchOptions = {}): Promise<Workbench> {
    const folder = mkdtempSync(path.join(tmpdir(), 'logitscope-e2e-'));
    if (options.folder) cpSync(path.resolve(e2e.root, options.folder), folder, { recursive: true });
    for (const [name, content] of Object.entries(options.files ?? {}))
      writeFile(path.join(folder, name), content);
    writeSettings(folder, { ...options.settings });
    const viewport = options.size ?? SIZE;
    const context = await e2e.browser.newContext({ viewport });
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    const page = await context.newPage();
    page.setDefaultTimeout(PATIENCE);
    const workbench = new Workbench(page, folder, context);
    try {
      const { extension: kind = true } = options;
      const extension = kind === 'browser' ? browserExtension() : kind ? e2e.root : undefined;
      await page.goto(e2e.workbenchUrl({ folder, extension }));
      await workbench.ready();
      await workbench.setSettings(options.settings ?? {}, options.theme ?? 'dark');
      return workbench;
    } catch (error) {
      await workbench.screenshot('failed-to-open');
      await workbench.close();
      throw error;
    }
  }

  /**
   * The window that test files share, as a window costs more than most tests: on a copy of `examples/` and these files,
   * with no editor open.
   */
  static async shared({ files = {}, settings = {}, size }: SharedOptions = {}): Promise<Workbench> {
    e2e.shared ??= Workbench.open({ folder: 'examples' });
    const workbench = await e2e.shared;
    const { page, folder } = workbench;
    // Windows of other tests may have come before it: a page that nobody sees is drawn now and then only.
    await page.bringToFront();
    for (const [name, text] of Object.entries(files)) writeFile(path.join(folder, name), text);
    await page.setViewportSize(size ?? SIZE);
    await workbench.setSettings(settings, 'dark');
    await workbench.closeEditors();
    return workbench;
  }

  /** Closes all editors without saving, and what stands over the window. */
  async closeEditors(): Promise<void> {
    const { page } = this;
    await page.keyboard.press('Escape');
    const tabs = page.locator('.editor-group-container .tab');
    while ((await page.locator('.tab.active.dirty').count()) > 0)
      await this.runCommand('View: Revert and Close Editor');
    await this.runCommand('View: Close All Editors');
    await tabs.first().waitFor({ state: 'detached' });
  }

  /**
   * The Explorer shows the folder, and a color theme is there, which comes from an extension: until then no extension
   * is known to the window and a notebook would open as text.
   */
  private async ready(): Promise<void> {
    await this.page.locator('.explorer-folders-view .monaco-list-row').first().waitFor();
    await this.page.locator('.monaco-workbench[class*="vscode-theme-"]').waitFor();
  }

  /** Loads the window anew, as `Developer: Reload Window` does: editors and panels come back. */
  async reload(): Promise<void> {
    await this.page.reload();
    await this.ready();
  }

  /** Replaces the folder's settings while the window is open, and waits for the theme to show. */
  async setSettings(settings: Record<string, unknown>, theme: Theme): Promise<void> {
    const { id, mark } = themes[theme];
    // Not sooner than now: a color theme that stands in a folder's settings when the window opens is overlooked.
    writeSettings(this.folder, { ...settings, 'workbench.colorTheme': id });
    await this.page.locator(`.monaco-workbench.${mark}[class*="vscode-theme-"]`).waitFor();
  }

  async close(): Promise<void> {
    await this.context.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Takes a picture of the window, or of a part of it, into artifacts/NAME.png. */
  async screenshot(name: string, part?: Locator): Promise<void> {
    const file = path.join(e2e.root, 'artifacts', `${name}.png`);
    await (part ?? this.page).screenshot({ path: file });
  }

  /** Opens a file or notebook by a double click in the Explorer, opening the folders on the way. */
  async openFile(file: string): Promise<void> {
    const parts = file.split('/');
    for (const [depth, part] of parts.entries()) {
      const row = this.page
        .locator(`.explorer-folders-view .monaco-list-row[aria-level="${depth + 1}"]`)
        .filter({
          has: this.page.locator('.label-name', { hasText: new RegExp(`^${escapeRegExp(part)}$`) }),
        });
      if (depth === parts.length - 1) await row.dblclick();
      else if ((await row.getAttribute('aria-expanded')) === 'false') await row.click();
    }
    await this.page.locator('.tab.active', { hasText: parts.at(-1)! }).waitFor();
  }

  /** Runs a command by its title in the command palette. */
  async runCommand(title: string): Promise<void> {
    const input = this.page.locator('.quick-input-widget input');
    const row = this.page.locator('.quick-input-list .monaco-list-row').filter({ hasText: title }).first();
    const timeout = 3 * SECOND;
    // A page that is just going away takes the key with it, and a window that is busy may close the palette again.
    await until(`The command “${title}”`, async () => {
      try {
        await this.page.keyboard.press('F1');
        await input.waitFor({ timeout });
        await input.fill(`>${title}`, { timeout });
        await row.click({ timeout });
        return true;
      } catch {
        // What the palette offers depends on where the focus was when it opened.
        await this.page.keyboard.press('Escape');
        return false;
      }
    });
  }

  /** The document inside the notebook webview of the visible notebook editor, where outputs are rendered. */
  notebookFrame(): Promise<Frame> {
    return this.webviewFrame('The notebook webview', 'purpose=notebookRenderer');
  }

  /** The document inside the visible webview panel. */
  panelFrame(): Promise<Frame> {
    return this.webviewFrame('The webview panel', 'extensionId=logitscope.logitscope');
  }

  /** Webviews are two frames deep: a shell that VS Code serves, and in it the extension's document. */
  private webviewFrame(what: string, mark: string): Promise<Frame> {
    return until(what, async () => {
      for (const shell of this.page.frames()) {
        if (!shell.url().includes(mark)) continue;
        const element = await shell.frameElement().catch(() => undefined);
        if (!(await element?.isVisible())) continue;
        const inner = await shell.$('#active-frame').catch(() => null);
        // A view that another one takes the place of in this moment has none.
        const frame = await inner?.contentFrame().catch(() => null);
        if (frame) return frame;
      }
      return undefined;
    });
  }

  /**
   * Rests the pointer on a text in a visible editor and returns the hover once it shows `expected`. Points again while
   * it does not, as extensions that give hovers may still be starting.
   */
  async hover(text: string, expected: string | RegExp): Promise<Locator> {
    const hover = this.page.locator('.monaco-hover .monaco-hover-content').filter({ hasText: expected });
    return until(`A hover with ${String(expected)} on “${text}”`, async () => {
      const spot = await this.locateText(text);
      if (!spot) return undefined;
      await this.page.mouse.move(spot.x, spot.y + 200);
      await this.page.mouse.move(spot.x, spot.y, { steps: 5 });
      return hover
        .first()
        .waitFor({ timeout: 3 * SECOND })
        .then(
          () => hover.first(),
          () => undefined,
        );
    });
  }

  /** The middle of a text's first occurrence on one visible line of an editor, in page coordinates. */
  private locateText(text: string): Promise<{ x: number; y: number } | undefined> {
    return this.page.evaluate((wanted) => {
      for (const line of document.querySelectorAll('.monaco-editor .view-line')) {
        const start = line.textContent.replaceAll('\u00a0', ' ').indexOf(wanted);
        if (start < 0) continue;
        const range = document.createRange();
        let offset = 0;
        let begun = false;
        const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
        for (let node = walker.nextNode(); node; node = walker.nextNode()) {
          const length = node.textContent?.length ?? 0;
          if (!begun && start < offset + length) {
            range.setStart(node, start - offset);
            begun = true;
          }
          if (begun && start + wanted.length <= offset + length) {
            range.setEnd(node, start + wanted.length - offset);
            const { left, top, width, height } = range.getBoundingClientRect();
            if (width > 0) return { x: left + width / 2, y: top + height / 2 };
          }
          offset += length;
        }
      }
      return undefined;
    }, text);
  }
}

/**
 * A copy of the extension with no `main` in its manifest: the only kind that a window with both extension hosts runs
 * in the browser's.
 */
function browserExtension(): string {
  const folder = path.join(e2e.root, 'out/browser-extension');
  rmSync(folder, { recursive: true, force: true });
  for (const part of ['dist', 'media', 'l10n', 'package.nls.json']) {
    cpSync(path.join(e2e.root, part), path.join(folder, part), { recursive: true });
  }
  const manifest = JSON.parse(readFileSync(path.join(e2e.root, 'package.json'), 'utf8')) as { main?: string };
  delete manifest.main;
  writeFile(path.join(folder, 'package.json'), JSON.stringify(manifest));
  return folder;
}

function writeFile(file: string, content: string | Uint8Array): void {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, content);
}

function writeSettings(folder: string, settings: Record<string, unknown>): void {
  writeFile(path.join(folder, '.vscode/settings.json'), JSON.stringify(settings));
}

function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
