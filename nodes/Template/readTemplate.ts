import { NodeOperationError, type IExecutePaginationFunctions } from 'n8n-workflow';

import { locatorValue } from '../shared/listing/filterValues';

/**
 * The template that the field names: `project|…`.
 *
 * @throws {NodeOperationError} when it names none
 */
export function readTemplate(context: IExecutePaginationFunctions): string {
  const projectSn = locatorValue(context.getNodeParameter('projectSn', '', { extractValue: true }));
  if (projectSn !== undefined) return projectSn;
  const itemIndex = context.getItemIndex();
  throw new NodeOperationError(context.getNode(), `'Template' is empty [item ${itemIndex}]`, {
    description: 'Choose a template from the list, or give its sn.',
    itemIndex,
  });
}
