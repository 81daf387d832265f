/** The boundary between the notebook renderer and the extension host. Delivery is not guaranteed either way. */
import type { InspectorState } from '../worker/protocol';
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

export function isSettings(value: unknown): value is RendererSettings {
  const { outputs, detect } = (value ?? {}) as Partial<Record<keyof RendererSettings, unknown>>;
  return (
    ['offer', 'open', 'off'].includes(outputs as string) &&
    ['named', 'likely', 'all'].includes(detect as string)
  );
}

export type ToHost =
  | { type: 'settings' }
  /** Someone opened an inspector. */
  | { type: 'opened' }
  /** Asks what is known of the cells that printed some texts. */
  | { type: 'contexts'; asked: readonly AskedContext[] }
  | { type: 'openPanel'; found: FoundArray; askLabels: boolean; left?: InspectorState }
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
  | ToldContexts
  | { type: 'fetching'; request: number; state: FetchState };

export interface AskedContext {
  request: number;
  text: string;
}

/** What the host knows of some outputs of a notebook: what is the same for all of them once. */
export interface ToldContexts {
  type: 'contexts';
  /** The code of the notebook's cells. */
  cells?: readonly string[];
  overrides?: Overrides;
  chosenNames?: ChosenNames;
  answers: readonly CellContext[];
}

export interface CellContext extends Pick<OutputContext, 'source' | 'elsewhere' | 'printing'> {
  request: number;
  /** The place of the cell among those whose code is told. */
  at?: number;
}

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
    case 'contexts':
      return (
        Array.isArray(m.asked) &&
        m.asked.every((one: Record<string, unknown> | null) => isRequest(one) && typeof one.text === 'string')
      );
    case 'openPanel':
      return isOpening(m);
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

function isOpening({ found, left }: Record<string, unknown>): boolean {
  const isArray = typeof found === 'object' && found !== null && 'shape' in found && 'reading' in found;
  return isArray && (left === undefined || (typeof left === 'object' && left !== null));
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
  if (m.type === 'contexts') return Array.isArray(m.answers) && m.answers.every(isRequest);
  return (
    m.type === 'settings' && isSettings(m.settings) && (m.words === undefined || typeof m.words === 'object')
  );
}

function isRequest(value: unknown): value is { request: number } & Record<string, unknown> {
  return (
    typeof value === 'object' &&
    value !== null &&
    Number.isInteger((value as Record<string, unknown>).request)
  );
}
