import type { INodeProperties } from 'n8n-workflow';

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
    displayName: 'Options',
    name: 'options',
    type: 'collection',
    placeholder: 'Add option',
    default: {},
    options: [
      {
        displayName: 'File Name',
        name: 'fileName',
        type: 'string',
        default: '',
        placeholder: 'e.g. 张先生 2026-11-23',
        description:
          'What to call the file, instead of the name that XiaoA gave it. The extension is added if it is left out.',
      },
    ],
  };
}
