import * as vscode from 'vscode';
import { count, type Guard } from '../arrays/wire/schema';

/**
 * What a person set, or what holds where nothing is set. Nobody checks what stands in a file of settings: what does not fit counts
 * as not set.
 *
 * @param name behind `logitscope.`
 */
export function setting<T>(name: string, fits: Guard<T>, otherwise: T, scope?: vscode.Uri): T {
  const value = vscode.workspace.getConfiguration('logitscope', scope).get<unknown>(name);
  return fits(value) ? value : otherwise;
}

/** Bytes that are fetched without asking. */
export function fetchLimit(): number {
  return setting('kernel.fetchLimit', count, 128 << 20);
}
