import type { Jupyter, Kernel } from '@vscode/jupyter-extension';
import * as vscode from 'vscode';
import { NoKernel } from '../live/kernelCall';

/** The running kernel of a notebook, on a user's action only: the first use asks for the user's consent. */
export async function kernelOf(notebook: vscode.Uri): Promise<Kernel> {
  if (!vscode.workspace.isTrusted)
    throw new NoKernel(vscode.l10n.t('Logitscope doesn’t contact kernels in an untrusted workspace.'));
  const jupyter = vscode.extensions.getExtension<Jupyter>('ms-toolsai.jupyter');
  if (!jupyter) throw new NoKernel(vscode.l10n.t('To inspect live arrays, install the Jupyter extension.'));
  const { kernels } = await jupyter.activate();
  const kernel = await kernels.getKernel(notebook);
  if (!kernel)
    throw new NoKernel(vscode.l10n.t('The notebook has no running kernel. Run a cell, and try again.'));
  if (kernel.language !== 'python')
    throw new NoKernel(
      vscode.l10n.t('Logitscope reads live arrays from Python; this kernel runs {0}.', kernel.language),
    );
  return kernel;
}
