import { setTimeout as sleep } from 'node:timers/promises';

import { differs, type Report } from '../../../demo/base/report';
import type { Editor } from '../../../demo/editor/editor';
import { findWorkflow, type StoredWorkflow } from '../../../demo/n8n/workflows';
import type { RestClient } from '../../../demo/n8n/rest';
import { pathOf, readTemplate, templateFiles } from '../templates/world';

const SAVING_MS = 60_000;

/** Every template comes through *Import from file* whole: each node known, each line drawn. */
export async function checkTemplateImport(
  editor: Editor,
  rest: RestClient,
  report: Report,
): Promise<void> {
  for (const file of await templateFiles()) {
    await report.check(`the editor imports the template ${file}`, async () => {
      const template = await readTemplate(file);
      await editor.importWorkflow(pathOf(file));
      const stored = await storedWorkflow(editor, rest);
      const nodes = template.nodes.filter(({ type }) => type !== 'n8n-nodes-base.stickyNote');
      const { page } = editor;
      const drawn = await page
        .getByTestId('canvas-node')
        .evaluateAll((all) => all.map((node) => node.getAttribute('data-node-name') ?? ''));
      return (
        differs('nodes', drawn.sort(), nodes.map(({ name }) => name).sort()) ??
        differs(
          'notes',
          await page.getByTestId('sticky').count(),
          template.nodes.length - nodes.length,
        ) ??
        differs('unknown', await unknownNodes(editor), []) ??
        differs('name', stored.name, template.name) ??
        differs('lines', stored.connections, template.connections)
      );
    });
  }
}

/** The nodes whose type or version n8n does not know have a question mark for an icon. */
export async function unknownNodes({ page }: Editor): Promise<Array<string | null>> {
  return await page
    .getByTestId('canvas-node')
    .filter({ has: page.locator('.n8n-node-icon', { hasText: /^\?$/ }) })
    .evaluateAll((nodes) => nodes.map((node) => node.getAttribute('data-node-name')));
}

/** As n8n saves it by itself after the import. */
async function storedWorkflow(editor: Editor, rest: RestClient): Promise<StoredWorkflow> {
  const id = await editor.workflowId();
  const end = Date.now() + SAVING_MS;
  for (;;) {
    const stored = await findWorkflow(rest, id);
    if (stored) return stored;
    if (Date.now() > end) throw new Error('n8n does not save the workflow');
    await sleep(500);
  }
}
