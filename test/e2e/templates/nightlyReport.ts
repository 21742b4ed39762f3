import { differs } from '../../../demo/base/report';
import type { Chart } from '../../../demo/quickchart/standIn';
import { publishWorkflow } from '../../../demo/n8n/workflows';
import { importTemplate, runTemplate, shanghaiDate, type TemplateCheck } from './world';

const FILE = 'nightly-call-report';
const TRIGGER = 'Every night at 0:30';
const PNG = Buffer.from('89504e470d0a1a0a', 'hex');

export const nightlyReport: TemplateCheck = {
  file: FILE,
  async check(world, report) {
    const { emulator, quickChart, rest, slack, username } = world;
    const workflow = await importTemplate(world, FILE);
    await publishWorkflow(rest, workflow);
    const yesterday = shanghaiDate(world, 1);
    const reports = () => slack.messages.filter(({ text }) => text.startsWith('*Calls of '));
    const call = (time: string, score: number | null, endreason: string, daysAgo = 1) => ({
      username,
      connected_at: `${shanghaiDate(world, daysAgo)} ${time}`,
      score,
      endreason,
      ...(score === null ? { talktimes: 0 } : {}),
    });

    await report.check('Nightly call report: a day without calls is told as such', async () => {
      const before = { messages: reports().length, charts: quickChart.charts.length };
      const { error } = await runTemplate(world, workflow, TRIGGER);
      const texts = reports()
        .slice(before.messages)
        .map(({ text }) => text);
      return (
        error ??
        differs('messages', texts, [
          `*Calls of ${yesterday}: none*\nXiaoA made no calls on this day.`,
        ]) ??
        differs('charts', quickChart.charts.length, before.charts)
      );
    });

    emulator.addCrmRecords([
      call('00:00:00', 100, '本方挂机'),
      call('09:30:00', 80, '本方挂机'),
      call('12:00:00', 79, '对方挂机'),
      call('15:00:00', 0, '对方挂机'),
      call('16:00:00', 40, '对方挂机'),
      call('16:30:00', 60, '对方挂机'),
      call('17:00:00', 85, '本方挂机'),
      call('18:00:00', null, '空号'),
      call('18:00:00', null, '空号'),
      call('23:59:59', null, '新的原因'),
      call('23:59:59', 90, '本方挂机', 2),
      call('00:00:00', 90, '本方挂机', 0),
    ]);
    const results = [
      ['Customer hung up', 4],
      ['Robot hung up', 3],
      ['No such number', 2],
      ['新的原因', 1],
    ] as const;
    const scores = [
      ['80 to 100', 3],
      ['60 to 79', 2],
      ['40 to 59', 1],
      ['0 to 39', 1],
      ['no score', 3],
    ] as const;
    const seen = { messages: reports().length, files: slack.files.length };
    const charted = quickChart.charts.length;

    await report.check('the tables count the calls of that day alone', async () => {
      const { error } = await runTemplate(world, workflow, TRIGGER);
      const [message, ...more] = reports().slice(seen.messages);
      const lines = message?.text.split('\n') ?? [];
      const row = (name: string) =>
        lines
          .filter((line) => line.startsWith(name))
          .map((line) => Number(line.split(/\s+/).pop()));
      return (
        error ??
        differs('further messages', more.length, 0) ??
        differs('headline', lines[0], `*Calls of ${yesterday}: 10*`) ??
        differs(
          'rows',
          [...results, ...scores].map(([name]) => [name, ...row(name)]),
          [...results, ...scores],
        )
      );
    });
    await report.check('a chart of each is drawn, and sent to the channel as a picture', () => {
      const charts = quickChart.charts.slice(charted).map(essence).sort();
      const files = slack.files.slice(seen.files);
      const titles = [`Calls by result, ${yesterday}`, `Calls by score, ${yesterday}`];
      const named = files.map(({ title, name, channel }) => [title, name, channel]).sort();
      return (
        differs('charts', charts, [essenceOf(titles[0], results), essenceOf(titles[1], scores)]) ??
        differs(
          'files',
          named,
          titles.map((title) => [title, `${title}.png`, '#sales']),
        ) ??
        differs(
          'pictures',
          files.every(({ bytes }) => bytes.subarray(0, 8).equals(PNG)),
          true,
        )
      );
    });
    await rest.post(`/workflows/${workflow.id}/deactivate`);
  },
};

/** What a chart shows. */
function essence({ data, type }: Chart): string {
  const [{ label, data: values }] = data.datasets;
  return JSON.stringify([type, label, data.labels, values]);
}

function essenceOf(label: string, rows: ReadonlyArray<readonly [string, number]>): string {
  return JSON.stringify(['bar', label, rows.map(([name]) => name), rows.map(([, calls]) => calls)]);
}
