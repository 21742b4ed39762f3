import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { differs, type Report } from '../../demo/base/report';
import type { Demo } from '../../demo/stage/demo';
import { runSteps, type Item, type Step } from './runNode';

interface EndpointCheck {
  path: string;
  parameters: Record<string, unknown>;
  /** How the parameters are sent. */
  as: 'json' | 'multipart' | 'query';
  holds(item: Item): boolean | undefined;
}

const HTTP_REQUEST = 'n8n-nodes-base.httpRequest';

const LIST = {
  name: 'List',
  type: 'xiaoATask',
  parameters: { resource: 'task', operation: 'getAiUsers' },
};

/** n8n's HTTP Request node with this package's credential, for what has no operation of its own. */
export async function checkHttpRequestNode(demo: Demo, report: Report): Promise<void> {
  const { emulator } = demo;
  // That node cannot tell that a key was replaced: the platform says so with HTTP 200.
  await runSteps(demo, [LIST]);
  for (const check of endpoints(demo)) {
    await report.check(`HTTP Request node with the credential: ${check.path}`, async () => {
      const { items, error } = await runSteps(
        demo,
        [...sheet(check), request(demo, check)],
        [{ 姓名: '王芳', 电话: '13900139801' }],
      );
      const said = JSON.stringify(items.map(({ json }) => json)).slice(0, 300);
      return (
        error?.message ??
        differs('items', items.length, 1) ??
        (check.holds(items[0]) ? undefined : `It gave ${said}`)
      );
    });
  }
  await report.check('HTTP Request node: the key is not sent to another address', async () => {
    const requests: string[] = [];
    const stranger = createServer(({ url = '' }, response) => {
      requests.push(url);
      response.end('{}');
    });
    await new Promise<void>((resolve) => stranger.listen(0, '127.0.0.1', resolve));
    const { port } = stranger.address() as AddressInfo;
    const check = endpoints(demo)[0];
    const step = request(demo, check);
    step.parameters.url = `http://127.0.0.1:${port}${check.path}`;
    const { error } = await runSteps(demo, [step]);
    stranger.close();
    const text = `${error?.message} ${error?.description ?? ''}`;
    const keys = emulator.requests.map(({ params }) => String(params.api_key));
    return (
      differs('requests', requests, []) ??
      differs('says why', text.includes('not that of the XiaoA credential'), true) ??
      differs(
        'key in the message',
        keys.some((key) => text.includes(key)),
        false,
      )
    );
  });
}

function endpoints({ emulator }: Demo): EndpointCheck[] {
  const [{ sn: project_sn }] = emulator.templates;
  const [{ user_sn: ai_user_sn }] = emulator.aiUsers;
  const task = emulator.addTask({ contacts: [{ 姓名: '甲', 电话: '13800138000' }] } as never);
  const [call] = emulator.addCrmRecords([{ phone: '13711113333', talktimes: 20 }]);
  const [, segment] = /#@(\S+?\.wav)/.exec(call.talk_info) ?? [];
  const into = { project_sn, ai_user_sn, source: 'By HTTP Request' };
  const people = JSON.stringify({ data: [{ 姓名: '李雷', 电话: '13900139802' }] });
  const file = { recordpath: call.recordpath, recordfile: call.recordfile };
  const rows = ({ json }: Item) => {
    const { code, data } = json as { code: number; data: unknown[] | { list: unknown[] } };
    return code === 0 && (Array.isArray(data) ? data : data.list).length > 0;
  };
  const imported = ({ json }: Item) =>
    json.code === 0 && (json.data as { success: number }).success === 1;
  const isFile = ({ binary }: Item) => Number(binary?.data !== undefined) === 1;

  return [
    { path: '/api/getProjects', parameters: {}, as: 'json', holds: rows },
    { path: '/api/getAiUsers', parameters: {}, as: 'json', holds: rows },
    { path: '/api/index', parameters: { pageIndex: 0, pageSize: 20 }, as: 'json', holds: rows },
    { path: '/api/crmList', parameters: { phone: call.phone }, as: 'json', holds: rows },
    { path: '/api/cdrlist', parameters: { callee: call.phone }, as: 'json', holds: rows },
    {
      path: '/api/cdrshow',
      parameters: { accounts_sn: call.sn, ...file, connected_at: call.connected_at },
      as: 'json',
      holds: ({ json }) => json.code === 0 && JSON.stringify(json).includes('fenduanluyin'),
    },
    {
      path: '/api/operateTask',
      parameters: { project_type: 2, pkeys: task.dial_task_main_id, oper: 'stop' },
      as: 'json',
      holds: ({ json }) => json.code === 0 && task.state === 'paused',
    },
    {
      path: '/api/addJson',
      parameters: { ...into, client_info_json: people },
      as: 'json',
      holds: imported,
    },
    { path: '/api/addExcel', parameters: into, as: 'multipart', holds: imported },
    { path: '/api/exportModel', parameters: { project_sn }, as: 'query', holds: isFile },
    { path: '/api/cdrDownload', parameters: file, as: 'query', holds: isFile },
    {
      path: '/api/cdrFragmentDownload',
      parameters: { recordfile: segment },
      as: 'query',
      holds: isFile,
    },
  ];
}

/** The file that `addExcel` wants. */
function sheet({ as }: EndpointCheck): Step[] {
  if (as !== 'multipart') return [];
  const type = 'n8n-nodes-base.convertToFile';
  return [{ name: 'Sheet', type, parameters: { operation: 'xlsx' } }];
}

function request({ emulator, credentials }: Demo, check: EndpointCheck): Step {
  const { id, name } = credentials.xiaoa;
  const pairs = Object.entries(check.parameters).map(([key, value]) => ({ name: key, value }));
  const content = {
    json: {
      method: 'POST',
      sendBody: true,
      contentType: 'json',
      specifyBody: 'json',
      jsonBody: JSON.stringify(check.parameters),
    },
    multipart: {
      method: 'POST',
      sendBody: true,
      contentType: 'multipart-form-data',
      bodyParameters: {
        parameters: [
          ...pairs.map((pair) => ({ parameterType: 'formData', ...pair })),
          { parameterType: 'formBinaryData', name: 'upload', inputDataFieldName: 'data' },
        ],
      },
    },
    query: {
      method: 'GET',
      sendQuery: true,
      queryParameters: { parameters: pairs },
    },
  }[check.as];
  const responseFormat = check.as === 'query' ? 'file' : 'json';
  return {
    name: 'Request',
    type: HTTP_REQUEST,
    parameters: {
      url: `${emulator.url}${check.path}`,
      authentication: 'predefinedCredentialType',
      nodeCredentialType: 'xiaoAApi',
      ...content,
      options: { response: { response: { responseFormat } } },
    },
    more: { typeVersion: 4.2, credentials: { xiaoAApi: { id, name } } },
  };
}
