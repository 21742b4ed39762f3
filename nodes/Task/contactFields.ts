import type { INodeProperties } from 'n8n-workflow';

import { MAX_ROWS_PER_REQUEST, NAME_COLUMN, PHONE_COLUMN } from '../../xiaoa/contacts/contact';

const MANY = MAX_ROWS_PER_REQUEST.toLocaleString('en');

/** Where the people to call come from. Shared by all operations that import contacts. */
export function contactFields(operation: 'addContacts' | 'create'): INodeProperties[] {
  return [
    {
      displayName:
        'Real people are called as soon as the contacts have been imported, because Start Dialing is on.',
      name: 'dialingNotice',
      type: 'notice',
      displayOptions: { show: { '/options.startDialing': [true] } },
      default: '',
    },
    {
      displayName:
        'For an AI agent, set Contacts From to JSON and let the model fill in Contacts. Each tool call is one import, and the model may repeat it, so require human approval.',
      name: 'toolNotice',
      type: 'notice',
      displayOptions: { show: { '@tool': [true] } },
      default: '',
    },
    {
      displayName: 'Contacts From',
      name: 'contactsFrom',
      type: 'options',
      options: [
        {
          name: 'Excel File',
          value: 'excel',
          description:
            "The template's own Excel file, filled in. XiaoA checks the phone numbers itself.",
        },
        {
          name: 'Input Items',
          value: 'items',
          description: 'Each input item is one person to call',
        },
        { name: 'JSON', value: 'json', description: 'A list of people as JSON' },
      ],
      default: 'items',
      description: 'Where the list of people to call comes from',
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
      description: `What to send for each person: ${NAME_COLUMN} is the name, ${PHONE_COLUMN} the phone number. With Map Automatically, the input fields must have the names of the template's columns.`,
    },
    {
      displayName: 'Contacts',
      name: 'contactsJson',
      type: 'json',
      displayOptions: { show: { contactsFrom: ['json'] } },
      required: true,
      default: '[\n  { "姓名": "Li Lei", "电话": "13800138000" }\n]',
      description: `A list of objects. ${NAME_COLUMN} (name) and ${PHONE_COLUMN} (phone) are required; other keys are the template's columns.`,
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
    {
      displayName: 'Options',
      name: 'options',
      type: 'collection',
      placeholder: 'Add option',
      default: {},
      options: optionsOf(operation),
    },
  ];
}

/** In the order of their labels, as n8n wants it. */
function optionsOf(operation: 'addContacts' | 'create'): INodeProperties[] {
  return [
    {
      displayName: 'Batch Number',
      name: 'batchNumber',
      type: 'string',
      default: '',
      placeholder: 'e.g. 2026-spring-1',
      description: 'Your own reference for this import, stored by XiaoA',
    },
    {
      displayName: 'Contacts per Request',
      name: 'contactsPerRequest',
      type: 'number',
      typeOptions: { minValue: 1, maxValue: MAX_ROWS_PER_REQUEST, numberPrecision: 0 },
      default: MAX_ROWS_PER_REQUEST,
      description: `How many contacts to send at a time. XiaoA takes up to ${MANY}; lower it if your server takes fewer.`,
    },
    {
      displayName: 'Encrypt Contacts',
      name: 'encryptContacts',
      type: 'boolean',
      default: false,
      description:
        'Whether to encrypt names and phone numbers. Useful if your Base URL starts with http://.',
    },
    ...(operation === 'create' ? [IF_TASK_EXISTS] : []),
    {
      displayName: 'Max Contacts',
      name: 'maxContacts',
      type: 'number',
      typeOptions: { minValue: 1, numberPrecision: 0 },
      default: 1000,
      description:
        'Send nothing if there are more contacts than this. Protects against calling a whole list by mistake.',
    },
    {
      displayName: 'On Invalid Contact',
      name: 'onInvalidContact',
      type: 'options',
      options: [
        {
          name: 'Fail',
          value: 'fail',
          description: 'Stop before anything is sent, and list the items to fix',
        },
        {
          name: 'Skip',
          value: 'skip',
          description: 'Send the valid contacts and list the skipped ones in the output',
        },
      ],
      default: 'fail',
      description: 'What to do if a phone number is missing or invalid',
    },
    {
      displayName: 'Remark',
      name: 'remark',
      type: 'string',
      default: '',
      placeholder: 'e.g. Leads from the trade fair',
      description: 'A note that XiaoA shows with the task',
    },
    {
      displayName: 'Start Dialing',
      name: 'startDialing',
      type: 'boolean',
      default: false,
      builderHint: {
        propertyHint:
          'Leave off unless the user wants real people to be called as soon as this runs',
      },
      description: `Whether to call people as soon as they are imported. More than ${MANY} people are sent in several requests, and calling starts with the first.`,
    },
  ];
}

const IF_TASK_EXISTS: INodeProperties = {
  displayName: 'If Task Exists',
  name: 'ifTaskExists',
  type: 'options',
  options: [
    {
      name: 'Add Contacts',
      value: 'add',
      description: 'Add the contacts to the task of this name that was created today',
    },
    {
      name: 'Create Another',
      value: 'create',
      description: 'Create another task with the same name',
    },
    {
      name: 'Stop',
      value: 'stop',
      description: 'Send nothing, and stop with a message',
    },
  ],
  default: 'create',
  description:
    'What to do if a task with this name was already created today (Shanghai time). Protects against loops, retries and schedules that fire twice.',
};
