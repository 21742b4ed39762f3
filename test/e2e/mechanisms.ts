import { randomUUID } from 'node:crypto';

import type { Demo } from '../../demo/stage/demo';
import { differs, type Report, eventually } from '../../demo/base/report';
import { readCredential } from '../../demo/n8n/credentials';
import { createWorkflow, publishWorkflow } from '../../demo/n8n/workflows';
import { McpClient } from './mcpClient';
import { byId, runSteps, type Step } from './runNode';
import { createXiaoACredential } from './xiaoaCredential';

/** How n8n gives a password field out that is not empty. */
const FILLED = /^__n8n_BLANK_VALUE/;
/** The sample workflow polls every ten seconds. */
const POLL_MS = 60_000;

/**
 * What this package takes for granted about n8n and n8n does not promise, each by itself.
 * Where one of these does not pass on another version of n8n, that is what has changed there.
 */
export async function checkMechanisms(demo: Demo, report: Report): Promise<void> {
  await checkAuthentication(demo, report);
  await checkRouting(demo, report);
  await checkTool(demo, report);
  await checkFields(demo, report);
  await checkTrigger(demo, report);
}

async function checkAuthentication(demo: Demo, report: Report): Promise<void> {
  const { emulator, rest } = demo;
  const list = operation('getAiUsers', { returnAll: true });

  await report.check('n8n stores what `preAuthentication` gives', async () => {
    const account = emulator.addAccount({ username: 'stored', password: 'stored-password' });
    const credential = await createXiaoACredential(rest, emulator, account);
    const token = async () =>
      String((await readCredential(rest, credential.id)).data.sessionToken ?? '');
    const before = await token();
    const { error } = await runSteps(demo, [list], [{}], credential);
    return (
      error?.message ??
      differs('filled before', FILLED.test(before), false) ??
      differs('filled after', FILLED.test(await token()), true)
    );
  });
  await report.check('n8n signs anew when `authenticate` throws the shape of a 401', async () => {
    await runSteps(demo, [list]);
    emulator.replaceKey();
    const before = emulator.logins;
    const { items, error } = await runSteps(demo, [list]);
    return (
      error?.message ??
      differs('items', items.length, emulator.aiUsers.length) ??
      differs('logins', emulator.logins - before, 1)
    );
  });
}

async function checkRouting(demo: Demo, report: Report): Promise<void> {
  const { emulator } = demo;

  await report.check('n8n sends an operation through its `pagination` function', async () => {
    const { items, error } = await runSteps(demo, [operation('pause', { taskId: byId('987654') })]);
    // Without it the platform's refusal, an answer with status 200, would be an item.
    return (error ? undefined : 'no error') ?? differs('items', items, []);
  });
  await report.check('n8n gives `customOperations` all items at once', async () => {
    const before = emulator.requestsTo('/api/addJson').length;
    const people = [1, 2, 3].map((last) => ({ name: `甲${last}`, phone: `1390013920${last}` }));
    const create = operation('create', {
      ...whereTo(demo),
      taskName: 'All at once',
      contactsFrom: 'items',
      columns: {
        mappingMode: 'defineBelow',
        value: { 姓名: '={{ $json.name }}', 电话: '={{ $json.phone }}' },
        matchingColumns: [],
        schema: [],
      },
    });
    const { items, error } = await runSteps(demo, [create], people);
    return (
      error?.message ??
      differs('items', items.length, 1) ??
      differs('requests', emulator.requestsTo('/api/addJson').length - before, 1) ??
      differs('contacts', emulator.tasks.at(-1)?.contacts.length, people.length)
    );
  });
}

/** Tools skip `customOperations`: the routing of an operation has to do by itself. */
async function checkTool(demo: Demo, report: Report): Promise<void> {
  const { emulator, rest, n8n } = demo;

  await report.check('n8n runs an operation as a tool, by its routing alone', async () => {
    const path = `xiaoa-${randomUUID()}`;
    const { id, name } = demo.credentials.xiaoa;
    const tool = {
      id: randomUUID(),
      name: 'Call people',
      type: 'n8n-nodes-xiaoa.xiaoATaskTool',
      typeVersion: 1,
      position: [0, 200],
      parameters: {
        ...operation('create').parameters,
        ...whereTo(demo),
        descriptionType: 'manual',
        toolDescription: 'Calls people',
        taskName: "={{ $fromAI('name', 'Name of the task', 'string') }}",
        contactsFrom: 'json',
        contactsJson: "={{ $fromAI('people', 'A JSON list of people', 'string') }}",
      },
      credentials: { xiaoAApi: { id, name } },
    };
    const server = {
      id: randomUUID(),
      name: 'Server',
      type: '@n8n/n8n-nodes-langchain.mcpTrigger',
      typeVersion: 2,
      position: [0, 0],
      parameters: { path },
      webhookId: path,
    };
    const workflow = await createWorkflow(rest, {
      id: randomUUID().slice(0, 16),
      name: 'Tools',
      nodes: [server, tool],
      connections: { [tool.name]: { ai_tool: [[{ node: 'Server', type: 'ai_tool', index: 0 }]] } },
      settings: { executionOrder: 'v1' },
    });
    await publishWorkflow(rest, workflow);
    const before = emulator.requestsTo('/api/addJson').length;
    const client = await McpClient.connect(`${n8n.url}/mcp/${path}`);
    const said = await client.call((await client.tools())[0], {
      name: 'By a tool',
      people: '[{"姓名":"王芳","电话":"13900139301"}]',
    });
    const made = emulator.tasks.at(-1);
    return (
      differs('requests', emulator.requestsTo('/api/addJson').length - before, 1) ??
      differs('task', made?.source, 'By a tool') ??
      (said.includes(made!.dial_task_main_sn) ? undefined : `It says: ${said.slice(0, 300)}`)
    );
  });
}

/** What the editor asks n8n for while a node is filled in. */
async function checkFields(demo: Demo, report: Report): Promise<void> {
  const { emulator, rest, credentials } = demo;
  const ask = async <T>(what: string, methodName: string, path: string) =>
    await rest.post<T>(`/dynamic-node-parameters/${what}`, {
      path: `parameters.${path}`,
      methodName,
      nodeTypeAndVersion: { name: 'n8n-nodes-xiaoa.xiaoATask', version: 1 },
      currentNodeParameters: { ...operation('create').parameters, ...whereTo(demo) },
      credentials: { xiaoAApi: { id: credentials.xiaoa.id, name: credentials.xiaoa.name } },
    });

  await report.check('n8n lists what a resource locator offers', async () => {
    const { results } = await ask<{ results: Array<{ value: string }> }>(
      'resource-locator-results',
      'searchTemplates',
      'projectSn',
    );
    return differs(
      'templates',
      results.map(({ value }) => value).sort(),
      emulator.templates.map(({ sn }) => sn).sort(),
    );
  });
  await report.check('n8n lists the columns that a resource mapper offers', async () => {
    const { fields } = await ask<{ fields: Array<{ id: string }> }>(
      'resource-mapper-fields',
      'getContactColumns',
      'columns',
    );
    const [{ sn }] = emulator.templates;
    return differs(
      'columns',
      fields.map(({ id }) => id),
      ['姓名', '电话', ...emulator.templateColumns[sn]],
    );
  });
}

async function checkTrigger({ emulator, slack }: Demo, report: Report): Promise<void> {
  await report.check('n8n polls an active trigger, which gives a new call', async () => {
    const phone = '13900139401';
    emulator.addCrmRecords([{ phone, score: 95 }]);
    const told = () => slack.messages.some(({ text }) => text.includes(phone));
    return (await eventually(told, POLL_MS)) ? undefined : 'Nothing came';
  });
}

function operation(name: string, parameters: object = {}): Step {
  return {
    name,
    type: 'xiaoATask',
    parameters: { resource: 'task', operation: name, ...parameters },
  };
}

function whereTo({ emulator }: Demo) {
  return {
    projectSn: byId(emulator.templates[0].sn),
    aiUserSn: byId(emulator.aiUsers[0].user_sn),
  };
}
