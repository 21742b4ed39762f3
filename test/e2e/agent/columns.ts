import type { Report } from '../../../demo/base/report';
import type { AgentWorld } from './runAgent';
import { createTask } from './tools';

/** n8n makes the name of a model's input from the label of a column, and keeps no Chinese character. */
export async function checkColumnLabels({ demo }: AgentWorld, report: Report): Promise<void> {
  await report.check(
    'AI Agent: each column that a model fills in is an input of its own',
    async () => {
      const { id, name } = demo.credentials.xiaoa;
      const { parameters, type } = createTask(demo.emulator, { contactsFrom: 'items' });
      const { fields } = await demo.rest.post<{ fields: Array<{ displayName: string }> }>(
        '/dynamic-node-parameters/resource-mapper-fields',
        {
          path: 'parameters.columns',
          nodeTypeAndVersion: { name: `n8n-nodes-xiaoa.${type}Tool`, version: 1 },
          currentNodeParameters: parameters,
          methodName: 'getContactColumns',
          credentials: { xiaoAApi: { id, name } },
        },
      );
      const inputs = fields.map(({ displayName }) => displayName.replaceAll(/[^a-zA-Z0-9-]/g, '_'));
      const wanted = 2 + demo.emulator.templateColumns[demo.emulator.templates[0].sn].length;
      return new Set(inputs).size === wanted ? undefined : `The inputs are ${inputs.join(', ')}`;
    },
  );
}
