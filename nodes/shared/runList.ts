import type { IDataObject, INodeExecutionData, INodeProperties } from 'n8n-workflow';

import type { Parameters } from '../../xiaoa/signing/signParameters';
import { simplifyField, transcriptTurnsField } from './fields';
import { readRows, type Listing, type Query, shape, type Row } from './lists';
import type { Operation } from './operation';
import { type Run, isTool } from './run';

/** How the operation that lists these objects is called. Without a visible resource its name says of what it is. */
export function getMany(
  objects: string,
  inSentence: string,
): Pick<Operation, 'action' | 'name' | 'value'> {
  return { name: `Get Many ${objects}`, value: 'getAll', action: `Get many ${inSentence}` };
}

const EVERYTHING = (): Query => ({ parameters: {} });

/**
 * The run of a "Get Many": reads the fields `returnAll` and `limit`, and those of the output.
 *
 * @param query builds the query from the operation's other fields
 */
export function runList(
  list: Listing,
  query: (run: Run) => Promise<Query> | Query = EVERYTHING,
): Operation['run'] {
  return async (run) => {
    const limit = run.read<boolean>('returnAll') ? undefined : run.read<number>('limit');
    const outputOf = readOutput(run, list);
    const { alone } = run;
    const asked = await query(run);
    const make = outputOf(asked.parameters);
    return await readRows(run.context, list, asked, { limit, alone, make, ...run.site });
  };
}

/** How much of its output a model reads is for the user to choose: every field costs. */
const SELECTED = 'selectedFields';

/**
 * What an operation on a list returns: *Simplify* in a workflow, *Output* in a tool, where the fields can be chosen.
 *
 * @param forModels the fields that a model gets by default
 */
export function outputFields(
  list: Listing,
  forModels: readonly string[],
  { turns = false } = {},
): INodeProperties[] {
  const names = Object.keys(list.simplify({}));
  const inTools = { show: { '@tool': [true] } };
  return [
    // Older versions of n8n do not know `@tool`: nothing may be hidden there.
    { ...simplifyField(), displayOptions: { hide: { '@tool': [true] } } },
    {
      displayName: 'Output',
      name: 'output',
      type: 'options',
      displayOptions: inTools,
      options: [
        { name: 'Raw', value: 'raw', description: 'All fields, as XiaoA names them' },
        { name: 'Selected Fields', value: SELECTED, description: 'The fields that you choose' },
        {
          name: 'Simplified',
          value: 'simplified',
          description: 'All fields, with plain names and values',
        },
      ],
      default: SELECTED,
      description: 'How much to return to the model',
    },
    {
      displayName: 'Fields',
      name: 'outputFields',
      type: 'multiOptions',
      displayOptions: { show: { ...inTools.show, output: [SELECTED] } },
      options: names
        .map((value) => ({ name: titleOf(value), value }))
        .sort((a, b) => a.name.localeCompare(b.name, 'en')),
      default: [...forModels],
      description: 'The fields to return to the model',
    },
    ...(turns ? [transcriptTurnsField()] : []),
  ];
}

/**
 * Reads what to return. The function that it gives takes what the list was asked for, and gives one that makes an item of
 * a row.
 *
 * @throws {NodeOperationError} naming the field whose value is not of its kind
 */
export function readOutput(run: Run, list: Listing) {
  // Also what is not shown is read, so that a wrong value never passes for a right one.
  const simplifies = run.read<boolean>('simplify');
  const output = run.has('output') ? run.read<string>('output') : undefined;
  const chosen = run.has('outputFields') ? run.read<string[] | undefined>('outputFields') : [];
  const mode = isTool(run.node) ? output : undefined;
  const simplify = mode === undefined ? simplifies : mode !== 'raw';
  const names = mode === SELECTED ? chosen : undefined;
  const turns = run.has('includeTranscriptTurns') && run.read<boolean>('includeTranscriptTurns');
  return (asked: Parameters) => {
    const context = { ...asked, includeTranscriptTurns: turns };
    return (row: Row): INodeExecutionData => {
      const json = shape(list, row, simplify, context);
      return { json: names ? selected(json, names) : json };
    };
  };
}

function selected(json: IDataObject, names: readonly string[]): IDataObject {
  return Object.fromEntries(names.map((name) => [name, json[name]]));
}

/** `connectedAt` as `Connected At`. */
function titleOf(name: string): string {
  const words = name.replace(/[A-Z]/g, ' $&').trim();
  const title = words.charAt(0).toUpperCase() + words.slice(1);
  return title.replace(/\b(Ai|Id|Sn|Url)\b/g, (word) => word.toUpperCase());
}
