import { buffer } from 'node:stream/consumers';

import { differs, eventually } from '../../../demo/base/report';
import { publishWorkflow } from '../../../demo/n8n/workflows';
import { soundFor } from '../../../emulator/platform/sound';
import { everyFiveSeconds, importTemplate, type TemplateCheck } from './world';

const FILE = 'high-score-lead-to-slack';
const DELIVERY_MS = 60_000;

export const highScoreLead: TemplateCheck = {
  file: FILE,
  async check(world, report) {
    const { emulator, rest, slack, username } = world;
    emulator.addCrmRecords([{ username, phone: '13700137000', score: 99 }]);
    const workflow = await importTemplate(world, FILE, {
      'High-score call': { pollTimes: { item: everyFiveSeconds() } },
    });
    await publishWorkflow(rest, workflow);

    const messageOf = (phone: string) => slack.messages.find(({ text }) => text.includes(phone));
    const threadOf = (phone: string) => {
      const ts = messageOf(phone)?.ts;
      const isThere = ({ threadTs }: { threadTs?: string }) => ts !== undefined && threadTs === ts;
      return {
        files: slack.files.filter(isThere),
        replies: slack.messages.filter(isThere).map(({ text }) => text),
      };
    };

    await report.check(
      'High-score lead to Slack: the message says all there is to say',
      async () => {
        emulator.addCrmRecords([
          { username, phone: '13700137001', name: '王小明', score: 92, labelling: '有意向 加微信' },
          { username, phone: '13700137002', score: 79 },
          { username, phone: '13700137003', score: 80, recordfile: '' },
        ]);
        const isTold = () => ['13700137001', '13700137003'].every((phone) => messageOf(phone));
        if (!(await eventually(isTold, DELIVERY_MS))) return 'It did not come';
        const message = messageOf('13700137001')!;
        const record = emulator.crmRecords.find(({ phone }) => phone === '13700137001')!;
        const said = [...record.talk_info.matchAll(/@@(.*?)#@/g)].map(([, words]) => words);
        const words = said.filter((one) => /\p{Script=Han}/u.test(one));
        const parts = ['王小明', '*92*', '有意向, 加微信', `${record.talktimes} s`, ...words];
        return (
          differs('channel', message.channel, '#sales') ??
          differs(
            'left out',
            parts.filter((part) => !message.text.includes(part)),
            [],
          ) ??
          differs(
            'not quoted',
            message.text
              .split('\n')
              .slice(2)
              .filter((line) => !line.startsWith('> ')),
            [],
          )
        );
      },
    );
    await report.check('the recording stands in its thread, byte for byte', async () => {
      await eventually(() => threadOf('13700137001').files.length > 0, DELIVERY_MS);
      const [file, ...more] = threadOf('13700137001').files;
      const { recordfile, talktimes } = emulator.crmRecords.find(
        ({ phone }) => phone === '13700137001',
      )!;
      const sound = await buffer(soundFor(recordfile, talktimes).content());
      return (
        differs('further files', more.length, 0) ??
        differs('name', file?.name, recordfile.split('/').pop()) ??
        differs('channel', file.channel, '#sales') ??
        differs('the same bytes', file.bytes.equals(sound), true)
      );
    });
    await report.check('a call without a recording is told all the same', () =>
      differs('thread', threadOf('13700137003'), { files: [], replies: [] }),
    );
    await report.check('a recording that cannot be had is told, and holds up nothing', async () => {
      emulator.faults.add({ endpoint: '/api/cdrDownload', kind: 'code', code: 50001 });
      emulator.addCrmRecords(
        ['13700137004', '13700137005'].map((phone) => ({ username, phone, score: 88 })),
      );
      const phones = ['13700137004', '13700137005'];
      const isSettled = () =>
        phones.every((phone) => {
          const { files, replies } = threadOf(phone);
          return files.length + replies.length === 1;
        });
      await eventually(isSettled, DELIVERY_MS);
      const threads = phones.map(threadOf);
      const [reply, ...more] = threads.flatMap(({ replies }) => replies);
      return (
        differs('recordings', threads.flatMap(({ files }) => files).length, 1) ??
        differs('further replies', more, []) ??
        (reply?.startsWith("Couldn't download the recording: ") ? undefined : `reply: ${reply}`)
      );
    });
    await report.check('lower scores, and calls from before, are not told', () =>
      differs('told', [messageOf('13700137000'), messageOf('13700137002')], [undefined, undefined]),
    );
    await rest.post(`/workflows/${workflow.id}/deactivate`);
  },
};
