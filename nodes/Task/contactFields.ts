import type { INodeProperties } from 'n8n-workflow';

import { MAX_ROWS_PER_REQUEST } from '../../xiaoa/contacts/contact';

/** Where the people to call come from. Shared by all operations that import contacts. */
export function contactFields(operation: 'addContacts' | 'create'): INodeProperties[] {
  return [
    {
      displayName: 'Contacts From',
      name: 'contactsFrom',
      type: 'options',
      options: [
        {
          name: 'Excel File',
          value: 'excel',
          description: "The template's own Excel file, filled in. XiaoA checks the phones itself.",
        },
        {
          name: 'Input Items',
          value: 'items',
          description: 'Each input item is one person to call',
        },
        { name: 'JSON', value: 'json', description: 'A list of people as JSON' },
      ],
      default: 'items',
    },
    {
      displayName: 'Columns',
      name: 'columns',
      type: 'resourceMapper',
      displayOptions: { show: { contactsFrom: ['items'] } },
      noDataExpression: true,
      default: { mappingMode: 'defineBelow', value: null },
      required: true,
      typeOptions: {
        loadOptionsDependsOn: [operation === 'create' ? 'projectSn.value' : 'taskSn.value'],
        resourceMapper: {
          resourceMapperMethod: 'getContactColumns',
          mode: 'add',
          fieldWords: { singular: 'column', plural: 'columns' },
          addAllFields: true,
          multiKeyMatch: false,
          supportAutoMap: true,
        },
      },
      description: 'What to send for each person: 姓名 is the name, 电话 the phone number',
    },
    {
      displayName: 'Contacts',
      name: 'contactsJson',
      type: 'json',
      displayOptions: { show: { contactsFrom: ['json'] } },
      required: true,
      default: '[\n  { "姓名": "王芳", "电话": "13800138000" }\n]',
      description:
        'A list of objects. 姓名 (name) and 电话 (phone) are required, the other keys are the columns of the template.',
    },
    {
      displayName: 'Input Data Field Name',
      name: 'binaryPropertyName',
      type: 'string',
      displayOptions: { show: { contactsFrom: ['excel'] } },
      required: true,
      default: 'data',
      hint: 'The name of the input field containing the Excel file',
    },
  ];
}

/** Options of all operations that import contacts. */
export function contactOptions(): INodeProperties {
  return {
    displayName: 'Options',
    name: 'options',
    type: 'collection',
    placeholder: 'Add option',
    default: {},
    options: OPTIONS,
  };
}

const OPTIONS: INodeProperties[] = [
  {
    displayName: 'Batch Number',
    name: 'batchNumber',
    type: 'string',
    default: '',
    description: 'Your own number for this import, kept by XiaoA',
  },
  {
    displayName: 'Encrypt Contacts',
    name: 'encryptContacts',
    type: 'boolean',
    default: false,
    description:
      'Whether to encrypt names and phone numbers on top of the connection, for a Base URL that begins with http://',
  },
  {
    displayName: 'On Invalid Contact',
    name: 'onInvalidContact',
    type: 'options',
    options: [
      {
        name: 'Fail',
        value: 'fail',
        description: 'Send nothing and say which items to correct',
      },
      {
        name: 'Skip',
        value: 'skip',
        description: 'Send the others and list the skipped ones in the output',
      },
    ],
    default: 'fail',
    description: 'What to do when a phone number is missing or is none',
  },
  {
    displayName: 'Remark',
    name: 'remark',
    type: 'string',
    default: '',
    description: 'Note that XiaoA shows with the task',
  },
  {
    displayName: 'Start Dialing',
    name: 'startDialing',
    type: 'boolean',
    default: false,
    description: `Whether to call the people as soon as they are imported. More than ${MAX_ROWS_PER_REQUEST.toLocaleString('en')} people go in several parts, and calls begin with the first.`,
  },
];
