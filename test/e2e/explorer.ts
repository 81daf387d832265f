import { until, type Workbench } from './workbench';

/** Chooses an item of a file's context menu in the Explorer. */
export async function chooseInExplorer({ page }: Workbench, file: string, item: string): Promise<void> {
  const row = page.locator('.explorer-folders-view .monaco-list-row').filter({ hasText: file }).first();
  await row.click({ button: 'right' });
  const choice = page.locator('.monaco-menu').getByText(item, { exact: true });
  await choice.waitFor();
  // A menu overlooks a click that comes in the moment it opens.
  await until('The closed menu', async () => {
    await choice.click({ timeout: 2000 }).catch(() => undefined);
    return choice.waitFor({ state: 'hidden', timeout: 1500 }).then(
      () => true,
      () => false,
    );
  });
}
