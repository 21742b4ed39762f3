import { differs, eventually } from '../../../demo/base/report';
import { publishWorkflow } from '../../../demo/n8n/workflows';
import { byId } from '../runNode';
import { insertRows, rowsOf } from './dataTable';
import { everyFiveSeconds, importTemplate, runTemplate, type TemplateCheck } from './world';

const FILE = 'ask-before-you-call';
const TRIGGER = 'Every 10 minutes';
const LEADS = 'xiaoa new leads';
const NEVER = 'xiaoa do not call';
const PLANNED = 'xiaoa planned calls';
const DELIVERY_MS = 60_000;

export const askBeforeCalling: TemplateCheck = {
  file: FILE,
  async check(world, report) {
    const { emulator, rest, username } = world;
    const workflow = await importTemplate(world, FILE, {
      'Create the task': {
        projectSn: byId(emulator.templates[0].sn),
        aiUserSn: byId(emulator.aiUsers[0].user_sn),
      },
      'Ended call': { pollTimes: { item: everyFiveSeconds() } },
    });
    const tasks = () => emulator.tasks.filter((task) => task.username === username);
    const called = () => tasks().map(({ contacts }) => contacts.map(({ 电话 }) => String(电话)));
    const statuses = async () =>
      (await rowsOf(world, LEADS, ['status'])).map(({ status }) => String(status ?? ''));
    const planned = async () =>
      (await rowsOf(world, PLANNED, ['phone'])).map(({ phone }) => String(phone));
    const add = async (...phones: string[]) =>
      await insertRows(
        world,
        LEADS,
        phones.map((phone) => ({ name: `客户${phone.slice(-2)}`, phone })),
      );
    const run = async () => await runTemplate(world, workflow, TRIGGER);

    await report.check('Ask before you call: the tables are made', async () => {
      const { error } = await runTemplate(world, workflow, 'Set up, once');
      return error ?? differs('leads', await statuses(), []);
    });
    await report.check(
      'who is on the list is left out, however the number is written',
      async () => {
        await insertRows(world, NEVER, [{ phone: '13400134002', reason: 'asked for it' }]);
        await add('13400134001', '134-0013-4002', '+86 134 0013 4003', '12345', '13400134001');
        const { error } = await run();
        const [one, two, three, four, five] = await statuses();
        return (
          error ??
          differs('called', called(), [['13400134001', '13400134003']]) ??
          differs('state', tasks()[0].state, 'paused') ??
          differs('on the list', two, 'left out: on the do-not-call list') ??
          differs(
            'in a task',
            [one, three].every((status) => status.startsWith('in ')),
            true,
          ) ??
          differs(
            'invalid',
            [four, five].every((status) => status.startsWith('left out: ')),
            true,
          ) ??
          differs('noted', await planned(), ['13400134001', '13400134003'])
        );
      },
    );
    await report.check('a second run takes no lead again', async () => {
      const { error } = await run();
      return error ?? differs('tasks', tasks().length, 1);
    });
    await report.check('a number is called twice in seven days, not three times', async () => {
      await add('13400134001');
      const second = await run();
      await add('13400134001', '13400134004');
      const third = await run();
      const last = (await statuses()).slice(-2);
      return (
        second.error ??
        third.error ??
        differs('called', called().slice(1), [['13400134001'], ['13400134004']]) ??
        differs('status', last[0], 'left out: 2 calls in seven days') ??
        differs('noted', (await planned()).filter((phone) => phone === '13400134001').length, 2)
      );
    });
    await report.check('two runs at the same moment never take the same lead', async () => {
      const before = called().length;
      await add('13400134005', '13400134006');
      const outcomes = await Promise.all([run(), run()]);
      return (
        outcomes.find(({ error }) => error)?.error ??
        differs('called', called().slice(before).flat().sort(), ['13400134005', '13400134006'])
      );
    });
    await report.check(
      'an import of unknown outcome is not sent again, and is reported',
      async () => {
        await add('13400134007');
        emulator.faults.add({ endpoint: '/api/addJson', kind: 'dropAfter' });
        const before = tasks().length;
        const first = await run();
        const second = await run();
        const status = (await statuses()).at(-1);
        return (
          differs('tasks', tasks().length - before, 1) ??
          differs(
            'reported',
            first.error?.startsWith('The import may have reached XiaoA: '),
            true,
          ) ??
          differs('second run', second.error, undefined) ??
          differs('status', status?.startsWith('look at XiaoA before you send it again: '), true)
        );
      },
    );
    await publishWorkflow(rest, workflow);
    await report.check('who asks not to be called is put on the list by itself', async () => {
      emulator.addCrmRecords([
        { username, phone: '13400134008', labelling: '勿扰', status: 'A' },
        { username, phone: '13400134009', status: 'F' },
        { username, phone: '13400134010', labelling: '有意向', status: 'A' },
      ]);
      const list = async () =>
        (await rowsOf(world, NEVER, ['phone'])).map(({ phone }) => String(phone));
      const end = Date.now() + DELIVERY_MS;
      while ((await list()).length < 3 && Date.now() < end) await eventually(() => false, 1000);
      await add('13400134008', '13400134010');
      const before = called().length;
      const { error } = await run();
      return (
        error ??
        differs('list', (await list()).sort(), ['13400134002', '13400134008', '13400134009']) ??
        differs('called', called().slice(before), [['13400134010']])
      );
    });
    await rest.post(`/workflows/${workflow.id}/deactivate`);
  },
};
