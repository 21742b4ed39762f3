import { emptyField } from '../shared/itemErrors';
import type { Run } from '../shared/run';

/**
 * The sn of the chosen template.
 *
 * @throws {NodeOperationError} when none is chosen
 */
export function readTemplate(run: Run): string {
  const projectSn = run.read<string | undefined>('projectSn');
  if (projectSn !== undefined) return projectSn;
  throw emptyField(run.node, 'Template', 'Choose a template from the list.', run.itemIndex);
}
