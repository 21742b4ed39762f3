import type { Demo } from '../../demo/stage/demo';
import type { Report } from '../../demo/base/report';
import { byId, runFromTrigger, runSteps, type Outcome, type Step } from './runNode';

interface OperationCheck {
  name: string;
  /** The last one is the operation that is checked. */
  steps: Step[];
  items?: object[];
  /** The first step is a trigger. */
  triggered?: boolean;
  /** Whether the platform received what it should have, and the output says so. */
  holds(output: Pick<Outcome, 'items'>): boolean | undefined;
}

/** Each operation once, in a real n8n; the fine points are tested below the server. */
export async function checkOperations(demo: Demo, report: Report): Promise<void> {
  for (const check of operations(demo)) {
    await report.check(check.name, async () => {
      const { items, error } = check.triggered
        ? await runFromTrigger(demo, check.steps)
        : await runSteps(demo, check.steps, check.items);
      if (error) return `${error.message} ${error.description ?? ''}`;
      return check.holds({ items }) ? undefined : `It gave ${JSON.stringify(items).slice(0, 300)}`;
    });
  }
}

function operations({ emulator }: Demo): OperationCheck[] {
  const task = (operation: string, parameters: object = {}): Step => ({
    name: operation,
    type: 'xiaoATask',
    parameters: { resource: 'task', operation, ...parameters },
  });
  const crm = (operation: string, parameters: object = {}): Step => ({
    name: `crm ${operation}`,
    type: 'xiaoACrm',
    parameters: { resource: 'crmRecord', operation, ...parameters },
  });
  const recording = (operation: string, parameters: object = {}): Step => ({
    name: operation,
    type: 'xiaoARecording',
    parameters: { resource: 'recording', operation, ...parameters },
  });
  const template = (operation: string, parameters: object = {}): Step => ({
    name: `template ${operation}`,
    type: 'xiaoATemplate',
    parameters: { resource: 'template', operation, ...parameters },
  });

  const projectSn = byId(emulator.templates[0].sn);
  const aiUserSn = byId(emulator.aiUsers[0].user_sn);
  const people = [
    { name: '王芳', phone: '139 0013 9001' },
    { name: '李雷', phone: 13900139002 },
  ];
  const columns = {
    mappingMode: 'defineBelow',
    value: { 姓名: '={{ $json.name }}', 电话: '={{ $json.phone }}' },
    matchingColumns: [],
    schema: [],
  };
  const create = task('create', {
    projectSn,
    aiUserSn,
    taskName: 'End to end',
    contactsFrom: 'items',
    columns,
  });
  const sample = emulator.addTask({ contacts: [{ 姓名: '甲', 电话: '13800138000' }] } as never);
  const taskId = byId(String(sample.dial_task_main_id));
  const answered = emulator.addCrmRecords([{ phone: '13711112222', talktimes: 20 }])[0];
  const record = crm('getAll', { filters: { phone: answered.phone } });
  const last = () => emulator.tasks[emulator.tasks.length - 1];

  return [
    {
      name: 'Task: Create from items',
      steps: [create],
      items: people,
      holds: ({ items }) =>
        items[0].json.success === 2 && last().contacts[1].电话 === '13900139002',
    },
    {
      name: 'Task: Create from JSON, encrypted',
      steps: [
        task('create', {
          projectSn,
          aiUserSn,
          taskName: '加密',
          contactsFrom: 'json',
          contactsJson: '[{"姓名":"王芳","电话":"13900139003"}]',
          options: { encryptContacts: true },
        }),
      ],
      holds: () => last().source === '加密' && last().contacts[0].电话 === '13900139003',
    },
    {
      name: 'Task: Create from an Excel file that n8n itself has made',
      steps: [
        {
          name: 'Spreadsheet',
          type: 'n8n-nodes-base.convertToFile',
          parameters: { operation: 'xlsx' },
        },
        task('create', { projectSn, aiUserSn, taskName: 'Excel', contactsFrom: 'excel' }),
      ],
      items: [
        { 姓名: '王芳', 电话: '13900139004' },
        { 姓名: '李雷', 电话: '13900139005' },
      ],
      holds: ({ items }) =>
        items[0].json.success === 2 && last().contacts[1].电话 === '13900139005',
    },
    {
      name: 'Template: Download',
      steps: [template('download', { projectSn, binaryPropertyName: 'data' })],
      holds: ({ items }) => items[0].binary?.data.fileName.endsWith('.xlsx'),
    },
    {
      name: 'Template: Get Columns',
      steps: [template('getColumns', { projectSn })],
      holds: ({ items }) =>
        JSON.stringify(items.map(({ json }) => json.name)) ===
        JSON.stringify(['姓名', '电话', ...emulator.templateColumns[emulator.templates[0].sn]]),
    },
    {
      name: 'Template: Get Many',
      steps: [template('getAll', { returnAll: true })],
      holds: ({ items }) => items.length === emulator.templates.length,
    },
    {
      name: 'Task: Add Contacts',
      steps: [
        task('addContacts', {
          taskSn: byId(sample.dial_task_main_sn),
          contactsFrom: 'items',
          columns,
        }),
      ],
      items: people,
      holds: ({ items }) => items[0].json.success === 2 && sample.contacts.length === 3,
    },
    {
      name: 'Task: Get Many',
      steps: [task('getAll', { returnAll: true })],
      holds: ({ items }) => items.some(({ json }) => json.id === sample.dial_task_main_id),
    },
    {
      name: 'Task: Get AI Users',
      steps: [task('getAiUsers', { returnAll: true })],
      holds: ({ items }) => items.length === emulator.aiUsers.length,
    },
    {
      name: 'Task: Pause',
      steps: [task('pause', { taskId })],
      holds: ({ items }) => items[0].json.success === true && sample.state === 'paused',
    },
    {
      name: 'Task: Resume',
      steps: [task('resume', { taskId })],
      holds: ({ items }) => items[0].json.success === true && sample.state !== 'paused',
    },
    {
      name: 'Task: Redial Failed',
      steps: [task('redialFailed', { taskId })],
      holds: ({ items }) =>
        items[0].json.success === true &&
        emulator.requestsTo('/api/operateTask').at(-1)?.params.oper === 'failRe',
    },
    {
      name: 'Task: Delete',
      steps: [task('delete', { taskId })],
      holds: ({ items }) => items[0].json.deleted === true && !emulator.tasks.includes(sample),
    },
    {
      name: 'CRM: Get Many',
      steps: [record],
      holds: ({ items }) => items.length === 1 && items[0].json.id === answered.id,
    },
    {
      name: 'CRM: Get Call Records (Deprecated)',
      steps: [crm('getCallRecords', { filters: { callee: answered.phone } })],
      holds: ({ items }) => items.length === 1 && items[0].json.callee === answered.phone,
    },
    {
      name: 'CRM: Get Many → Recording: Download, nothing filled in',
      steps: [record, recording('download')],
      holds: ({ items }) =>
        items[0].binary?.data.mimeType.startsWith('audio/') &&
        answered.recordfile.endsWith(items[0].binary.data.fileName),
    },
    {
      name: 'CRM Trigger → Recording: Download, nothing filled in',
      triggered: true,
      steps: [
        {
          name: 'Trigger',
          type: 'xiaoACrmTrigger',
          parameters: { filters: { phone: answered.phone } },
        },
        recording('download'),
      ],
      holds: ({ items }) => items[0].binary?.data.mimeType.startsWith('audio/'),
    },
    {
      name: 'CRM: Get Many, raw → Recording: Download, nothing filled in',
      steps: [
        { ...record, parameters: { ...record.parameters, simplify: false } },
        recording('download'),
      ],
      holds: ({ items }) => items[0].binary?.data.mimeType.startsWith('audio/'),
    },
    {
      name: 'CRM: Get Many → Recording: Get Segments, nothing filled in',
      steps: [record, recording('getSegments')],
      holds: ({ items }) => items.length > 0 && items.every(({ json }) => 'said' in json),
    },
    {
      name: 'Recording: Download Segment',
      steps: [
        crm('getAll', { filters: { phone: answered.phone }, includeTranscriptTurns: true }),
        recording('downloadSegment', { segmentFile: '={{ $json.transcript[0].recording }}' }),
      ],
      holds: ({ items }) => items[0].binary?.data.mimeType.startsWith('audio/'),
    },
    {
      name: 'Recording: Get Playback URL',
      steps: [record, recording('getPlaybackUrl', { urlFor: 'call' })],
      holds: ({ items }) =>
        String(items[0].json.url).startsWith(`${emulator.url}/api/cdrDownload?`),
    },
  ];
}
