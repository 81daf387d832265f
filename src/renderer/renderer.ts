/** The notebook renderer's entry. */
import type { ActivationFunction } from 'vscode-notebook-renderer';
import { createClient } from '../worker/client';
import { filesBeside } from '../worker/files';
import { spawnWorker } from '../worker/spawn.web';
import { createDelegate } from './delegate';

export const activate: ActivationFunction = (context) =>
  createDelegate(context, createClient(spawnWorker(filesBeside(import.meta.url))));
