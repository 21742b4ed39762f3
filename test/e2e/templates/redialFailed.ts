import type { Task } from '../../../emulator';
import { shanghaiText } from '../../../emulator/platform/clock';
import { differs } from '../../../demo/base/report';
import { publishWorkflow } from '../../../demo/n8n/workflows';
import { importTemplate, runTemplate, shanghaiDate, type TemplateCheck } from './world';

const FILE = 'redial-failed-next-morning';
const TRIGGER = 'Every day at 9:05';

/** Enough people that some are not reached, and some are. */
const PEOPLE = Array.from({ length: 300 }, (_, at) => ({
  姓名: `客户${at}`,
  电话: String(13600136000 + at),
}));

export const redialFailed: TemplateCheck = {
  file: FILE,
  async check(world, report) {
    const { emulator, rest, username } = world;
    const [open, closed] = emulator.aiUsers;
    const hours = { ...open };
    const otherHours = { ...closed };
    const hour = Number(shanghaiText(emulator.now()).slice(11, 13));
    const [later, earlier] = [
      { start_at_one: '13:00:00', end_at_one: '23:59:59' },
      { start_at_one: '00:00:00', end_at_one: '11:00:00' },
    ];
    const never = { start_at_two: null, end_at_two: null };
    // The second window of the one holds all day; that of the other not the hour that it is now.
    Object.assign(open, hour < 12 ? later : earlier, {
      start_at_two: '00:00:00',
      end_at_two: '24:00:00',
    });
    Object.assign(closed, hour < 12 ? later : earlier, never);

    const addTask = async (plan: { daysAgo?: number; user?: string; state?: Task['state'] }) => {
      const { daysAgo = 1, user = open.user_sn, state = 'sent' } = plan;
      const created_at = `${shanghaiDate(world, daysAgo)} 00:00:00`;
      const task = emulator.addTask({
        username,
        created_at,
        ai_user_sn: user,
        state: 'sending',
        source: `Task ${emulator.tasks.length}`,
        contacts: PEOPLE,
      });
      await emulator.dialAll();
      (task as { state: string }).state = state;
      return task.dial_task_main_id;
    };
    const redialled = () =>
      emulator
        .requestsTo('/api/operateTask')
        .filter(({ params }) => params.oper === 'failRe')
        .map(({ params }) => Number(params.pkeys));
    const run = async () => {
      const before = redialled().length;
      const { error } = await runTemplate(world, workflow, TRIGGER);
      return { error, tasks: redialled().slice(before).sort() };
    };

    const workflow = await importTemplate(world, FILE);
    await publishWorkflow(rest, workflow);
    const due = await addTask({});
    await addTask({ daysAgo: 0 });
    await addTask({ daysAgo: 2 });
    await addTask({ state: 'paused' });

    await report.check('Redial the failed: yesterday’s task is redialled, no other', async () => {
      const { error, tasks } = await run();
      return error ?? differs('redialled', tasks, [due]);
    });
    await report.check('a second run on the same day redials nothing', async () => {
      await emulator.dialAll();
      const task = emulator.tasks.find(({ dial_task_main_id: id }) => id === due)!;
      const { error, tasks } = await run();
      return (
        error ??
        differs(
          'has failed calls again',
          [task.state, task.calls.includes('fail')],
          ['sent', true],
        ) ??
        differs('redialled', tasks, [])
      );
    });
    await report.check('two runs at the same moment redial a task once', async () => {
      const next = await addTask({});
      const before = redialled().length;
      const outcomes = await Promise.all([
        runTemplate(world, workflow, TRIGGER),
        runTemplate(world, workflow, TRIGGER),
      ]);
      return (
        outcomes.find(({ error }) => error)?.error ??
        differs('redialled', redialled().slice(before), [next])
      );
    });
    await report.check(
      'outside the calling hours nothing is dialled, nor noted as dialled',
      async () => {
        const waiting = await addTask({ user: closed.user_sn });
        const outside = await run();
        Object.assign(closed, { start_at_two: '00:00:00', end_at_two: '24:00:00' });
        const inside = await run();
        return (
          outside.error ??
          inside.error ??
          differs('outside', outside.tasks, []) ??
          differs('inside', inside.tasks, [waiting])
        );
      },
    );
    await report.check(
      'a task that is refused is named, the others are redialled, none twice',
      async () => {
        const tasks = [await addTask({}), await addTask({})];
        emulator.faults.add({ endpoint: '/api/operateTask', kind: 'code', code: 30011 });
        const first = await run();
        const second = await run();
        return (
          differs('asked for', first.tasks, tasks) ??
          differs(
            'names it',
            tasks.some((id) => first.error?.includes(`(task ${id}):`)),
            true,
          ) ??
          differs('second run', second, { error: undefined, tasks: [] })
        );
      },
    );
    Object.assign(open, hours);
    Object.assign(closed, otherHours);
    await rest.post(`/workflows/${workflow.id}/deactivate`);
  },
};
