import type { Demo } from '../stage/demo';
import { errorOf, finishedExecution, outputOf, runWorkflow } from '../n8n/executions';
import { CRM_TO_DIALLER } from '../base/settings';
import { differs, type Report, eventually } from '../base/report';

const COLUMNS = ['姓名', '电话', '车型', '备注'];
const PHONES = Array.from({ length: 8 }, (_, index) => `1380013800${index + 1}`);
const DIALLING_MS = 30_000;

/** The first story: leads become one task, which dials at once. */
export async function checkCrmToDialler(demo: Demo, report: Report): Promise<void> {
  const { emulator, rest } = demo;
  const tasksBefore = emulator.tasks.length;
  const importsBefore = emulator.requestsTo('/api/addJson').length;
  const imports = () => emulator.requestsTo('/api/addJson').slice(importsBefore);
  const tasks = () => emulator.tasks.slice(tasksBefore);
  let items: Array<Record<string, unknown>> = [];

  await report.check('"CRM to dialler" runs through', async () => {
    const id = await runWorkflow(rest, CRM_TO_DIALLER.id, CRM_TO_DIALLER.trigger);
    const execution = await finishedExecution(rest, id);
    items = outputOf(execution, CRM_TO_DIALLER.node);
    return errorOf(execution) ?? differs('status', execution.status, 'success');
  });
  await report.check('all sample leads go out in one request', () =>
    differs('addJson requests', imports().length, 1),
  );
  await report.check('the columns come in the order of the template', () => {
    const rows = JSON.parse(String(imports()[0].params.client_info_json)) as { data: object[] };
    return differs(
      'columns',
      rows.data.map(Object.keys),
      PHONES.map(() => COLUMNS),
    );
  });
  await report.check('every phone arrives clean', () =>
    differs(
      'phones',
      tasks()[0].contacts.map((row) => String(row['电话'])),
      PHONES,
    ),
  );
  await report.check('one item tells what became of them', () => {
    const [{ dial_task_main_sn: sn, total }, ...more] = items;
    return (
      differs('further items', more, []) ??
      differs('task', sn, tasks()[0].dial_task_main_sn) ??
      differs('total', Number(total), PHONES.length)
    );
  });
  await report.check('the task dials at once, and through', async () => {
    const [{ params }] = imports();
    const complaint = differs('is_zidong', params.is_zidong, 'on');
    if (complaint) return complaint;
    const done = await eventually(() => tasks()[0].state === 'sent', DIALLING_MS);
    return done ? differs('tasks', tasks().length, 1) : `the task is still ${tasks()[0].state}`;
  });
}
