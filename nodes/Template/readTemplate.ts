import type { IExecutePaginationFunctions } from 'n8n-workflow';

import { emptyField } from '../shared/inputErrors';
import { locatorValue } from '../shared/filters';

/**
 * The template that the field names: `project|…`.
 *
 * @throws {NodeOperationError} when it names none
 */
export function readTemplate(context: IExecutePaginationFunctions): string {
  const projectSn = locatorValue(context.getNodeParameter('projectSn', '', { extractValue: true }));
  if (projectSn !== undefined) return projectSn;
  throw emptyField(
    context.getNode(),
    'Template',
    'Choose a template from the list, or give its sn.',
    context.getItemIndex(),
  );
}
