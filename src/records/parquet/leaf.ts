import type { SchemaElement, SchemaTree } from 'hyparquet/src/types.js';
import { isLabelName } from '../../text/names/labelNames';
import type { Column, Pair } from '../columnar/columnarFile';
import { areScores } from '../columnar/namedColumns';

/** A column as Parquet has it: a leaf of the schema, with the levels that say where its values stand. */
export interface Leaf extends Column {
  /** As the file names it, every node on the way: `logits.list.element`. */
  physicalPath: readonly string[];
  schemaPath: SchemaTree[];
  element: SchemaElement;
  type: NonNullable<SchemaElement['type']>;
  /** Of a value that is there. */
  definition: number;
  /** Of an element's slot in the first, the second list around it; an empty list is one below, null further below. */
  slots: readonly number[];
}

interface Found {
  leaves: Leaf[];
  pairs: Pair[];
}

/** The leaves that can be shown, in the file's order, and those that are names and scores. */
export function leavesOf(root: SchemaTree): Found {
  const found: Found = { leaves: [], pairs: [] };
  collect([root], [], found);
  return found;
}

function collect(nodes: SchemaTree[], keys: readonly string[], found: Found): void {
  const node = nodes[nodes.length - 1];
  for (const child of node.children) {
    const path = [...nodes, child];
    if (isList(child) || isMap(child)) {
      const inside = isMap(child) ? undefined : throughLists(path);
      if (inside) add(inside, [...keys, child.element.name], found);
      else addPair(path, [...keys, child.element.name], found.pairs);
    } else if (child.children.length > 0) {
      // A list of structs has no place for one of its columns alone.
      if (child.element.repetition_type !== 'REPEATED') collect(path, [...keys, child.element.name], found);
    } else add(path, [...keys, child.element.name], found);
  }
}

/** From a list down to what it is of, where that is no struct. */
function throughLists(path: SchemaTree[]): SchemaTree[] | undefined {
  let node = path[path.length - 1];
  const whole = [...path];
  while (node.children.length > 0) {
    if (node.children.length > 1 || isMap(node)) return undefined;
    node = node.children[0];
    whole.push(node);
  }
  return whole;
}

function add(schemaPath: SchemaTree[], keys: readonly string[], { leaves }: Found): void {
  const leaf = leafOf(schemaPath, keys);
  if (leaf) leaves.push(leaf);
}

/** A list of structs, or the entries of a map: `output.list.element.label`, `probs.key_value.key`. */
function addPair(path: SchemaTree[], keys: readonly string[], found: Pair[]): void {
  const whole = [...path];
  let node = path[path.length - 1];
  const isOfMap = isMap(node);
  while (node.children.length === 1) whole.push((node = node.children[0]));
  const members = node.children.map((child) =>
    child.children.length > 0 ? undefined : leafOf([...whole, child], [...keys, child.element.name]),
  );
  const lists = members.map((leaf) => (leaf?.depth === 1 ? leaf : undefined));
  const pair = areScores(lists, isOfMap);
  if (pair) found.push({ path: keys, ...pair });
}

function leafOf(schemaPath: SchemaTree[], keys: readonly string[]): Leaf | undefined {
  const { element } = schemaPath[schemaPath.length - 1];
  const kind = kindOf(element);
  if (!kind || element.type === undefined) return undefined;
  const slots: number[] = [];
  let definition = 0;
  for (const { element: on } of schemaPath.slice(1)) {
    if (on.repetition_type !== 'REQUIRED') definition++;
    if (on.repetition_type === 'REPEATED') slots.push(definition);
  }
  if (slots.length > 2) return undefined;
  return {
    path: keys,
    physicalPath: schemaPath.slice(1).map((node) => node.element.name),
    kind,
    depth: slots.length,
    schemaPath,
    element,
    type: element.type,
    definition,
    slots,
  };
}

const isList = ({ element, children }: SchemaTree) =>
  children.length === 1 && (element.converted_type === 'LIST' || element.logical_type?.type === 'LIST');

const isMap = ({ element }: SchemaTree) =>
  element.converted_type === 'MAP' ||
  element.converted_type === 'MAP_KEY_VALUE' ||
  element.logical_type?.type === 'MAP' ||
  element.logical_type?.type === 'VARIANT';

function kindOf({
  name,
  type,
  converted_type: converted,
  logical_type: logical,
}: SchemaElement): Column['kind'] | undefined {
  if (type === 'BOOLEAN') return 'boolean';
  if (converted === 'DECIMAL' || logical?.type === 'FLOAT16') return 'number';
  if (type === 'BYTE_ARRAY')
    return converted === 'UTF8' ||
      converted === 'ENUM' ||
      logical?.type === 'STRING' ||
      logical?.type === 'ENUM'
      ? 'text'
      : bytesOf(name);
  if (converted === 'DATE' || converted?.startsWith('TIMESTAMP') || logical?.type === 'TIMESTAMP')
    return 'text';
  if (type === 'FIXED_LEN_BYTE_ARRAY') return logical?.type === 'UUID' ? 'text' : bytesOf(name);
  return type === undefined || type === 'INT96' ? undefined : 'number';
}

/** Bytes are anything, but under a label's name a text. */
const bytesOf = (name: string): Column['kind'] | undefined => (isLabelName(name) ? 'text' : undefined);
