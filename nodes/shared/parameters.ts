import {
  NodeOperationError,
  type IDataObject,
  type INode,
  type INodeProperties,
  type INodePropertyCollection,
  type INodePropertyOptions,
} from 'n8n-workflow';

import { visibleText } from '../../xiaoa/text';
import { isBlank } from '../../xiaoa/values';

/** What an error about a parameter has to name. */
export interface ParameterSite {
  readonly node: INode;
  /** Left out where the value is one for all items. */
  readonly itemIndex?: number;
}

/** More of a wrong value is not shown. */
const SHOWN_LENGTH = 60;

const SWITCH_TEXTS: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['yes', true],
  ['on', true],
  ['1', true],
  ['false', false],
  ['no', false],
  ['off', false],
  ['0', false],
]);

export function isExpression(value: unknown): value is string {
  return typeof value === 'string' && value.startsWith('=');
}

/**
 * Reads the value of a field by the field's own description, so that text from a spreadsheet, a form or a language
 * model means what it says. What does not fit is refused by name before anything is sent.
 *
 * - boolean: true, false, 1, 0, and as text also yes, no, on, off
 * - options: one of the values; also its label, in any case
 * - number: a number or its digits, within the field's bounds
 * - resourceLocator: the value inside `{mode, value}`, or plain text or a number; empty gives undefined
 * - string: text; empty gives undefined, and so does an expression that gives nothing
 * - multiOptions: a list, or text parted by commas; empty gives undefined
 * - collection: its members that the user has added, each read so
 * - any other type: as it is
 *
 * @param written the value before its expressions were evaluated
 * @throws {NodeOperationError}
 */
export function readParameter(
  site: ParameterSite,
  field: INodeProperties,
  value: unknown,
  written: unknown = value,
): unknown {
  const refuse = (expected: string) => refusal(site, field.displayName, value, expected);
  switch (field.type) {
    case 'boolean':
      return readSwitch(value) ?? fail(refuse('true or false'));
    case 'options':
      return readChoice(value, choicesOf(field)) ?? fail(refuse(oneOf(choicesOf(field))));
    case 'number':
      return readNumber(field, value, refuse);
    case 'resourceLocator':
      return readLocator(value, refuse);
    case 'multiOptions':
      return readChoices(field, value, refuse);
    case 'string':
      return readText(value, refuse);
    case 'dateTime':
      return isBlank(value) ? undefined : value;
    case 'collection':
      return readCollection(site, field, value, written);
    default:
      return value;
  }
}

function fail(error: Error): never {
  throw error;
}

/** @returns undefined when it is neither */
export function readSwitch(value: unknown): boolean | undefined {
  if (typeof value === 'boolean') return value;
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  return SWITCH_TEXTS.get(String(value).slice(0, SHOWN_LENGTH).trim().toLowerCase());
}

function choicesOf(field: INodeProperties): INodePropertyOptions[] {
  return (field.options ?? []) as INodePropertyOptions[];
}

function readChoice(
  value: unknown,
  choices: readonly INodePropertyOptions[],
): INodePropertyOptions['value'] | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  const wanted = String(value).slice(0, SHOWN_LENGTH).trim().toLowerCase();
  return choices.find(
    (choice) =>
      String(choice.value).toLowerCase() === wanted || choice.name.toLowerCase() === wanted,
  )?.value;
}

function oneOf(choices: readonly INodePropertyOptions[]): string {
  return `one of ${choices.map(({ name }) => name).join(', ')}`;
}

function readChoices(
  field: INodeProperties,
  value: unknown,
  refuse: (expected: string) => Error,
): unknown[] | undefined {
  const choices = choicesOf(field);
  const parts = Array.isArray(value)
    ? (value as unknown[])
    : typeof value === 'string'
      ? value.split(/[,，、;；]/).filter((part) => part.trim() !== '')
      : fail(refuse(`a list of ${choices.map(({ name }) => name).join(', ')}`));
  if (parts.length === 0) return undefined;
  return parts.map((part) => readChoice(part, choices) ?? fail(refuse(oneOf(choices))));
}

function readNumber(
  { typeOptions }: INodeProperties,
  value: unknown,
  refuse: (expected: string) => Error,
): number {
  const { minValue = -Infinity, maxValue = Infinity, numberPrecision } = typeOptions ?? {};
  const whole = numberPrecision === 0;
  const given = typeof value === 'string' ? numberIn(value) : value;
  const fits =
    typeof given === 'number' &&
    Number.isFinite(given) &&
    given >= minValue &&
    given <= maxValue &&
    (!whole || Number.isSafeInteger(given));
  if (fits) return given;
  const kind = whole ? 'a whole number' : 'a number';
  const bounds =
    minValue === -Infinity
      ? ''
      : maxValue === Infinity
        ? ` of ${minValue} or more`
        : ` from ${minValue} to ${maxValue}`;
  throw refuse(`${kind}${bounds}`);
}

function numberIn(text: string): number | undefined {
  if (text.length > SHOWN_LENGTH || !/^\s*[+-]?\d+(?:\.\d+)?\s*$/.test(text)) return undefined;
  return Number(text);
}

function readText(value: unknown, refuse: (expected: string) => Error): string | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'object') throw refuse('text');
  const text = String(value);
  return text.trim() === '' ? undefined : text;
}

/** n8n keeps `{__rl, mode, value}`; what other programs write may lack the first of them. */
export function readLocator(
  value: unknown,
  refuse: (expected: string) => Error,
): string | undefined {
  const isObject = typeof value === 'object' && value !== null;
  const plain = isObject && 'value' in value ? value.value : value;
  if (plain === undefined || plain === null) return undefined;
  if (typeof plain === 'object' || typeof plain === 'boolean') {
    throw refuse('an ID, not a whole object');
  }
  const text = visibleText(String(plain));
  // What an expression makes of an object beside other text.
  if (text.includes('[object Object]')) throw refuse('an ID, not a whole object');
  return text === '' ? undefined : text;
}

function readCollection(
  site: ParameterSite,
  field: INodeProperties,
  value: unknown,
  written: unknown,
): IDataObject {
  const refuse = (displayName: string, given: unknown) =>
    refusal(site, displayName, given, 'a value: the expression gives nothing');
  if (value === undefined || value === null || value === '') {
    if (mustGiveSomething(written)) throw refuse(field.displayName, value);
    return {};
  }
  if (typeof value !== 'object' || Array.isArray(value)) {
    throw refusal(site, field.displayName, value, 'a set of fields');
  }
  const raw = (typeof written === 'object' && written !== null ? written : {}) as IDataObject;
  const members = (field.options ?? []) as Array<INodeProperties | INodePropertyCollection>;
  const read: IDataObject = {};
  for (const member of members) {
    if (!('type' in member) || !Object.hasOwn(value, member.name)) continue;
    const given = (value as IDataObject)[member.name];
    const result = readParameter(site, member, given);
    const expression = isExpression(written) ? written : textOf(raw[member.name]);
    if (result === undefined && mustGiveSomething(expression)) {
      throw refuse(member.displayName, given);
    }
    if (result !== undefined) read[member.name] = result as IDataObject[string];
  }
  return read;
}

/** A filter whose expression gives nothing would let everything pass. A model may leave out what it does not need. */
function mustGiveSomething(written: unknown): boolean {
  return isExpression(written) && !written.includes('$fromAI');
}

/** Of a locator, the expression inside. */
function textOf(written: unknown): unknown {
  return typeof written === 'object' && written !== null && 'value' in written
    ? written.value
    : written;
}

function refusal(
  { node, itemIndex }: ParameterSite,
  displayName: string,
  value: unknown,
  expected: string,
): NodeOperationError {
  return new NodeOperationError(
    node,
    `'${displayName}' is ${shown(value)}${itemIndex === undefined ? '' : ` (item ${itemIndex}, counted from 0)`}, but must be ${expected}`,
    {
      description: `Nothing was sent. Correct '${displayName}', or the expression in it.`,
      itemIndex,
    },
  );
}

function shown(value: unknown): string {
  if (value === undefined || value === null || value === '') return 'empty';
  if (typeof value === 'string') return `'${cut(value)}'`;
  if (typeof value !== 'object') return String(value);
  try {
    return cut(JSON.stringify(value) ?? 'an object');
  } catch {
    return 'an object';
  }
}

function cut(text: string): string {
  return text.length > SHOWN_LENGTH ? `${text.slice(0, SHOWN_LENGTH)}…` : text;
}

/** A field that the operation does not describe: a mistake in this package. */
export function unreadable(node: INode, name: string): NodeOperationError {
  return new NodeOperationError(node, `This operation has no field '${name}'`);
}
