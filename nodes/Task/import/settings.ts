import { NodeOperationError, type IDataObject, type INode } from 'n8n-workflow';

import { isExpression, readParameter } from '../../shared/parameters';
import type { Run } from '../../shared/run';
import { evaluateForItems, type ItemSource } from '../expressions/evaluateForItems';
import { isSameForAllItems, splitTemplate } from '../expressions/splitExpression';

/** How to take the contacts in, from the collection `options`. */
export interface ImportOptions {
  readonly startDialing: boolean;
  readonly encryptContacts: boolean;
  readonly remark?: string;
  readonly batchNumber?: string;
  readonly onInvalidContact: 'fail' | 'skip';
  /** What to do when a task of the same name was made today. */
  readonly ifTaskExists: 'add' | 'create' | 'stop';
  readonly contactsPerRequest: number;
  /** More contacts than that are not sent. */
  readonly maxContacts?: number;
}

/** @throws {NodeOperationError} naming the option whose value does not fit it, or differs between items */
export async function importOptions(run: Run, defaults: ImportOptions): Promise<ImportOptions> {
  return { ...defaults, ...(await commonSetting<Partial<ImportOptions>>(run, 'options')) };
}

/**
 * A field without which nothing can be imported; of a resource locator, its value.
 *
 * @throws {NodeOperationError} naming the field when it is empty or differs between items
 */
export async function requiredSetting(run: Run, name: string, whatToDo: string): Promise<string> {
  const value = await commonSetting<string | undefined>(run, name);
  if (value !== undefined) return value;
  throw new NodeOperationError(run.node, `'${run.field(name).displayName}' is empty`, {
    description: `Nothing was sent. ${whatToDo}`,
  });
}

/**
 * The value of a field that describes the whole import, read strictly by what the field is.
 *
 * @throws {NodeOperationError} naming the field when its value does not fit it, or differs between items
 */
export async function commonSetting<T>(run: Run, name: string): Promise<T> {
  const field = run.field(name);
  const written = run.raw(name, field.default);
  const value = await evaluated(run, field.displayName, written, membersOf(field.options));
  return readParameter({ node: run.node }, field, value, written) as T;
}

/** A collection and a resource locator hold expressions inside. */
async function evaluated(
  run: Run,
  displayName: string,
  written: unknown,
  labels: ReadonlyMap<string, string>,
): Promise<unknown> {
  if (typeof written !== 'object' || written === null || Array.isArray(written)) {
    return await commonValue(run.node, run, displayName, written);
  }
  const value: IDataObject = {};
  for (const [name, member] of Object.entries(written)) {
    const label = labels.get(name) ?? displayName;
    value[name] = (await evaluated(run, label, member, new Map())) as IDataObject[string];
  }
  return value;
}

function membersOf(options: unknown): Map<string, string> {
  const members = (options ?? []) as Array<{ name: string; displayName?: string }>;
  return new Map(members.map(({ name, displayName }) => [name, displayName ?? name]));
}

/**
 * What is written, or what its expression gives. All items of a run go into one task, so it has to give the same for
 * each of them.
 */
async function commonValue(
  node: INode,
  source: ItemSource,
  displayName: string,
  written: unknown,
): Promise<unknown> {
  if (!isExpression(written)) return written;
  const codes = splitTemplate(written)?.filter(({ kind }) => kind === 'code');
  if (codes?.every(({ text }) => isSameForAllItems(text))) {
    return source.evaluate(written.slice(1), 0);
  }
  const [values] = await evaluateForItems(source, [written]);
  const first = JSON.stringify(values[0]);
  const other = values.findIndex((value) => JSON.stringify(value) !== first);
  if (other === -1) return values[0];
  throw new NodeOperationError(
    node,
    `'${displayName}' is ${shown(first)} for item 0, but ${shown(JSON.stringify(values[other]))} for item ${other}`,
    {
      description:
        'Nothing was sent. All items of a run go into one task. Split the items first, e.g. with a Filter or a Loop Over Items node, so that each run gets the items of one task.',
      itemIndex: other,
    },
  );
}

function shown(json: string | undefined): string {
  return json === undefined ? 'empty' : json.slice(0, 60);
}
