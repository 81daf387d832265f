/** The boundary between the notebook renderer and the extension host. Delivery is not guaranteed either way. */
import type { ChosenNames } from '../arrays/nameChoice';
import type { Overrides } from '../arrays/override';
import type { Words } from '../worker/words';
import { isFetching, isFetchState, type FetchRequest, type FetchState, type Printing } from './fetching';
import {
  isReadingKind,
  type Detect,
  type FoundArray,
  type NamesElsewhere,
  type ReadingKind,
  type NotebookCode,
} from '../arrays/types';

export interface RendererSettings {
  outputs: 'offer' | 'open' | 'off';
  detect: Detect;
}

export const DEFAULT_SETTINGS: RendererSettings = { outputs: 'offer', detect: 'likely' };

export type ToHost =
  | { type: 'settings' }
  /** Someone opened an inspector. */
  | { type: 'opened' }
  /** Asks what is known of the cell that printed this text. */
  | { type: 'context'; request: number; text: string }
  | { type: 'openPanel'; found: FoundArray; askLabels: boolean }
  /** The tokens of an output's text, in a panel. */
  | { type: 'openTokens'; text: string; sequence: number }
  | ({ type: 'fetch' } & FetchRequest)
  | { type: 'cancelFetch'; request: number }
  | { type: 'remember'; array: string; kind: ReadingKind }
  /** The names a person chose for the classes of an array, by their key. */
  | { type: 'rememberNames'; array: string; key: string }
  | { type: 'copy'; text: string }
  /** Messages of renderers travel as JSON, which knows no bytes: those come as base64. */
  | { type: 'save'; name: string; content: string; encoding: 'utf8' | 'base64' };

export type ToRenderer =
  /** With the sentences of the interface's language, where that is not English. */
  | { type: 'settings'; settings: RendererSettings; words?: Words }
  | ({ type: 'context'; request: number } & OutputContext)
  | { type: 'fetching'; request: number; state: FetchState };

/** What the host knows of an output besides its text. */
export interface OutputContext {
  /** The cell's code, and that of the notebook around it. */
  source?: string;
  notebook?: NotebookCode;
  /** Readings a person chose in this notebook. */
  overrides?: Overrides;
  /** Names a person chose for classes in this notebook, and names that are found around the cell. */
  chosenNames?: ChosenNames;
  elsewhere?: readonly NamesElsewhere[];
  printing?: Printing;
}

export function isToHost(message: unknown): message is ToHost {
  const m = message as Record<string, unknown> | null;
  if (typeof m !== 'object' || m === null) return false;
  switch (m.type) {
    case 'settings':
    case 'opened':
      return true;
    case 'context':
      return Number.isInteger(m.request) && typeof m.text === 'string';
    case 'openPanel':
      return typeof m.found === 'object' && m.found !== null && 'shape' in m.found && 'reading' in m.found;
    case 'openTokens':
      return typeof m.text === 'string' && Number.isInteger(m.sequence);
    case 'fetch':
    case 'cancelFetch':
      return isFetching(m);
    case 'remember':
    case 'rememberNames':
      return isRemembered(m);
    case 'copy':
      return typeof m.text === 'string';
    case 'save':
      return isFile(m);
    default:
      return false;
  }
}

function isRemembered({ type, array, kind, key }: Record<string, unknown>): boolean {
  return typeof array === 'string' && (type === 'remember' ? isReadingKind(kind) : typeof key === 'string');
}

function isFile({ name, content, encoding }: Record<string, unknown>): boolean {
  const isEncoded = encoding === 'utf8' || encoding === 'base64';
  return typeof name === 'string' && typeof content === 'string' && isEncoded;
}

export function isToRenderer(message: unknown): message is ToRenderer {
  const m = message as Partial<ToRenderer> | null;
  if (typeof m !== 'object' || m === null) return false;
  if (m.type === 'fetching') return Number.isInteger(m.request) && isFetchState(m.state);
  return m.type === 'settings'
    ? typeof m.settings === 'object' && (m.words === undefined || typeof m.words === 'object')
    : m.type === 'context' && Number.isInteger(m.request);
}
