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
    displayName: 'File Name',
    name: 'fileName',
    type: 'string',
    default: '',
    placeholder: 'e.g. Alice 2026-11-23',
    description:
      "What to call the file. If empty, XiaoA's name is used. The extension is added if you leave it out.",
  };
}
