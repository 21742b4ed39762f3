import { differs, eventually } from '../../../demo/base/report';
import { publishWorkflow } from '../../../demo/n8n/workflows';
import { insertRows, rowsOf } from './dataTable';
import {
  everyFiveSeconds,
  importTemplate,
  runTemplate,
  shanghaiDate,
  type TemplateCheck,
} from './world';

const FILE = 'outcome-back-to-crm';
const TABLE = 'xiaoa leads';
const DELIVERY_MS = 60_000;

const LEADS = [
  { name: '王小明', phone: '13500135001' },
  { name: '李婷', phone: '+8613500135002' },
  { name: '张伟', phone: '13500135003' },
];

export const outcomeToCrm: TemplateCheck = {
  file: FILE,
  async check(world, report) {
    const { emulator, rest, username } = world;
    const workflow = await importTemplate(world, FILE, {
      'Ended call': { pollTimes: { item: everyFiveSeconds() } },
    });
    const leads = async () =>
      await rowsOf(world, TABLE, ['phone', 'result', 'score', 'labels', 'calledAt', 'transcript']);
    const until = async (holds: (rows: Awaited<ReturnType<typeof leads>>) => boolean) => {
      const end = Date.now() + DELIVERY_MS;
      for (;;) {
        const rows = await leads();
        if (holds(rows) || Date.now() > end) return rows;
        await eventually(() => false, 1000);
      }
    };
    const today = shanghaiDate(world, 0);

    await report.check('Outcome back to the CRM: the table is made, and kept', async () => {
      const first = await runTemplate(world, workflow, 'Set up, once');
      await insertRows(world, TABLE, LEADS);
      const second = await runTemplate(world, workflow, 'Set up, once');
      return first.error ?? second.error ?? differs('leads', (await leads()).length, LEADS.length);
    });
    await publishWorkflow(rest, workflow);
    await report.check('an ended call is written beside its lead, found by phone', async () => {
      emulator.addCrmRecords([
        {
          username,
          phone: '13500135001',
          score: 92,
          labelling: '有意向 加微信',
          endreason: '对方挂机',
          connected_at: `${today} 00:10:00`,
          talk_info: '##1@@今年大概多少钱#@/r/1.wav',
        },
        { username, phone: '13500135002', score: 40, connected_at: `${today} 00:11:00` },
        { username, phone: '13500135999', score: 70, connected_at: `${today} 00:12:00` },
      ]);
      const [one, two, three, ...more] = await until(([first, second]) =>
        Boolean(first.calledAt && second.calledAt),
      );
      return (
        differs('score', one.score, 92) ??
        differs('labels', one.labels, '有意向, 加微信') ??
        differs('time', one.calledAt, `${today}T00:10:00+08:00`) ??
        differs('transcript', String(one.transcript).includes('今年大概多少钱'), true) ??
        differs('has a result', Boolean(one.result), true) ??
        differs('with +86', two.score, 40) ??
        differs('not called', three.calledAt ?? null, null) ??
        differs('strangers', more, [])
      );
    });
    await report.check(
      'of several calls the latest counts, in whichever order they come',
      async () => {
        emulator.addCrmRecords([
          { username, phone: '13500135003', score: 61, connected_at: `${today} 00:20:00` },
          { username, phone: '13500135003', score: 62, connected_at: `${today} 00:15:00` },
        ]);
        const [, , before] = await until((rows) => Boolean(rows[2].calledAt));
        emulator.addCrmRecords([
          { username, phone: '13500135003', score: 63, connected_at: `${today} 00:18:00` },
          { username, phone: '13500135001', score: 93, connected_at: `${today} 00:30:00` },
        ]);
        const [one, , after] = await until(([first]) => first.score === 93);
        return (
          differs('of one poll', before.score, 61) ??
          differs('a newer one', one.score, 93) ??
          differs('an older one', after.score, 61)
        );
      },
    );
    await rest.post(`/workflows/${workflow.id}/deactivate`);
  },
};
