import type { Demo } from '../demo';
import { findWorkflow, settledPublication } from '../n8n/workflows';
import { CRM_TO_DIALLER, HIGH_SCORE_ALERT } from '../settings';
import { differs } from './expect';
import type { Report } from './report';

/** Both sample workflows are there, and n8n runs their triggers. */
export async function checkWorkflows({ rest }: Demo, report: Report): Promise<void> {
  for (const { id } of [CRM_TO_DIALLER, HIGH_SCORE_ALERT]) {
    const workflow = await findWorkflow(rest, id);
    await report.check(`"${workflow?.name ?? id}" is active`, async () => {
      const { status } = await settledPublication(rest, id);
      return (
        differs('status', status, 'published') ??
        differs('active version', workflow?.activeVersionId, workflow?.versionId)
      );
    });
  }
}
