import type { INodeProperties } from 'n8n-workflow';

/**
 * The pair of fields that every "Get Many" has.
 *
 * @param forModels the limit of a tool, where it is another one
 * @param hint which rows are all, where some are left out; n8n shows no hint at a collection of filters
 */
export function returnAllFields({
  forModels,
  hint,
}: { forModels?: number; hint?: string } = {}): INodeProperties[] {
  const limit: INodeProperties = {
    displayName: 'Limit',
    name: 'limit',
    type: 'number',
    displayOptions: { show: { returnAll: [false] } },
    typeOptions: { minValue: 1, numberPrecision: 0 },
    default: 50,
    description: 'Max number of results to return',
  };
  const show = { returnAll: [false], '@tool': [true] };
  return [
    {
      displayName: 'Return All',
      name: 'returnAll',
      type: 'boolean',
      default: false,
      description: 'Whether to return all results or only up to a given limit',
      ...(hint === undefined ? {} : { hint }),
    },
    ...(forModels === undefined
      ? [limit]
      : [
          // Older versions of n8n do not know `@tool`: nothing may be hidden there.
          { ...limit, displayOptions: { ...limit.displayOptions, hide: { '@tool': [true] } } },
          { ...limit, displayOptions: { show }, default: forModels },
        ]),
  ];
}

export function simplifyField(): INodeProperties {
  return {
    displayName: 'Simplify',
    name: 'simplify',
    type: 'boolean',
    default: true,
    description: 'Whether to return a simplified version of the response instead of the raw data',
  };
}

export function transcriptTurnsField(): INodeProperties {
  return {
    displayName: 'Include Transcript Turns',
    name: 'includeTranscriptTurns',
    type: 'boolean',
    displayOptions: { show: { simplify: [true] } },
    default: false,
    description:
      'Whether to also return the transcript as a list of turns, each with what the robot played, what the person said and the recording of the answer',
  };
}

/**
 * The filters of a list.
 *
 * @param hint which days are read when no dates are given
 */
export function filtersField(hint: string, options: readonly INodeProperties[]): INodeProperties {
  return {
    displayName: 'Filters',
    name: 'filters',
    type: 'collection',
    placeholder: 'Add filter',
    default: {},
    description: hint,
    options: byLabel(options),
  };
}

/** n8n wants the fields of a collection in the order of their labels. */
function byLabel(fields: readonly INodeProperties[]): INodeProperties[] {
  return [...fields].sort((a, b) => a.displayName.localeCompare(b.displayName, 'en'));
}

export function outputFileField(): INodeProperties {
  return {
    displayName: 'Put Output File in Field',
    name: 'binaryPropertyName',
    type: 'string',
    required: true,
    default: 'data',
    hint: 'The name of the output binary field to put the file in',
  };
}

export function fileNameOption(): INodeProperties {
  return {
    displayName: 'File Name',
    name: 'fileName',
    type: 'string',
    default: '',
    placeholder: 'e.g. Alice 2026-11-23',
    description:
      "What to call the file. If empty, XiaoA's name is used. The extension is added if you leave it out.",
  };
}
