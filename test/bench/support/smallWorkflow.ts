import type { WorkflowNode } from '../../../demo/n8n/workflows';

interface Small {
  /** Records with less than that in this field are left out. */
  field: string;
  least: number;
  /** Where the nodes stand. */
  y?: number;
}

/** What a small workflow does with a record: *Filter*, then *Edit Fields*. */
export function smallWorkflow({ field, least, y = 0 }: Small): WorkflowNode[] {
  return [
    {
      id: 'filter',
      name: 'Filter',
      type: 'n8n-nodes-base.filter',
      typeVersion: 2,
      position: [300, y],
      parameters: {
        conditions: {
          options: { caseSensitive: true, leftValue: '', typeValidation: 'loose' },
          combinator: 'and',
          conditions: [
            {
              id: 'least',
              leftValue: `={{ $json.${field} }}`,
              rightValue: least,
              operator: { type: 'number', operation: 'gte' },
            },
          ],
        },
      },
    },
    {
      id: 'fields',
      name: 'Edit Fields',
      type: 'n8n-nodes-base.set',
      typeVersion: 3.4,
      position: [600, y],
      parameters: {
        assignments: {
          assignments: [
            {
              id: 'text',
              name: 'text',
              type: 'string',
              value: `={{ $json.name }}: {{ $json.${field} }}`,
            },
          ],
        },
        options: {},
      },
    },
  ];
}
