/**
 * The notebook renderer's entry. Every output of a notebook waits for it, so it is small and loads nothing before it: what
 * looks at outputs comes after the first of them is drawn.
 */
import type { ActivationFunction } from 'vscode-notebook-renderer';
import { createDelegate } from './delegate';

export const activate: ActivationFunction = (context) =>
  createDelegate(context, async () => (await import('./looking')).startLooking(context, import.meta.url));
