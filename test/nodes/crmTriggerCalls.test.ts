import type { IDataObject } from 'n8n-workflow';

import { fakeClock } from '../support/onlyClock';
import { setUp, type Bench } from '../support/platform';

/** Which records come out when: calls under way, and rows that are hard to tell apart. */
let bench: Bench;
let staticData: IDataObject;
let warnings: string[];

beforeEach(async () => {
  fakeClock();
  jest.setSystemTime(Date.parse('2026-05-08T12:00:00+08:00'));
  bench = await setUp({ now: () => Date.now() });
  staticData = {};
  warnings = [];
});

afterEach(async () => {
  await bench.close();
  jest.useRealTimers();
});

async function poll(parameters: Record<string, unknown> = {}): Promise<IDataObject[]> {
  const output = await bench.engine.poll({
    parameters: parameters as never,
    credentials: bench.credentials,
    staticData,
    warn: (message) => warnings.push(message),
  });
  return output?.[0].map(({ json }) => json) ?? [];
}

const snsOf = (items: IDataObject[]) => items.map(({ sn }) => sn);
const minutes = (count: number) => jest.setSystemTime(Date.now() + count * 60_000);
/** What stands in a record while the phone rings. */
const RINGING = {
  disconnected_at: '',
  endreason: '',
  talk_info: '',
  labelling: '',
  score: null,
  talktimes: 0,
};

describe('a call that is listed before it has ended', () => {
  it('comes out once, with its score, when it has ended', async () => {
    bench.emulator.configure({ manners: ['ringing'] });
    await poll();
    const records = bench.emulator.addCrmRecords([{ score: 91 }, { score: 82 }, { score: 73 }]);
    const given: IDataObject[] = [];
    for (let polls = 0; polls < 10; polls++) {
      given.push(...(await poll()));
      minutes(1);
    }
    expect(given.map(({ sn }) => sn).sort()).toEqual(records.map(({ sn }) => sn).sort());
    expect(given.map(({ score }) => score).sort()).toEqual([73, 82, 91]);
    expect(given.every(({ transcriptText }) => transcriptText !== null)).toBe(true);
  });

  it('comes out within a minute of its end, also with many calls behind it', async () => {
    await poll();
    const [open] = bench.emulator.addCrmRecords([RINGING]);
    expect(await poll()).toEqual([]);
    for (let minute = 0; minute < 5; minute++) {
      minutes(1);
      bench.emulator.addCrmRecords(Array.from({ length: 300 }, () => ({})));
      expect(await poll()).toHaveLength(300);
    }
    bench.emulator.clearRequests();
    expect(await poll()).toEqual([]);
    expect(bench.emulator.requestsTo('/api/crmList').length).toBeLessThanOrEqual(3);

    bench.emulator.updateCrmRecord(open.id, { endreason: '对方挂机', score: 88 });
    minutes(1);
    expect(await poll()).toMatchObject([{ sn: open.sn, score: 88 }]);
    expect(await poll()).toEqual([]);
  });

  it('comes out when it was there before the trigger was switched on, but has ended since', async () => {
    const [old] = bench.emulator.addCrmRecords([
      { ...RINGING, connected_at: '2026-05-08 08:00:00' },
    ]);
    const [open] = bench.emulator.addCrmRecords([RINGING]);
    expect(await poll()).toEqual([]);
    bench.emulator.updateCrmRecord(open.id, { endreason: '本方挂机' });
    minutes(1);
    expect(snsOf(await poll())).toEqual([open.sn]);
    minutes(60);
    expect(await poll()).toEqual([]);
    expect(old.sn).not.toBe(open.sn);
  });

  it('comes out when it has not changed for half an hour, if nothing says how it ended', async () => {
    await poll();
    const [quiet, talking] = bench.emulator.addCrmRecords([RINGING, RINGING]);
    expect(await poll()).toEqual([]);
    minutes(20);
    bench.emulator.updateCrmRecord(talking.id, { talk_info: '##1@@你好#@' });
    expect(await poll()).toEqual([]);
    minutes(11);
    expect(snsOf(await poll())).toEqual([quiet.sn]);
    minutes(20);
    expect(snsOf(await poll())).toEqual([talking.sn]);
    minutes(60);
    expect(await poll()).toEqual([]);
  });

  it('does not come out because it was there before and never says how it ended', async () => {
    bench.emulator.addCrmRecords([RINGING, { ...RINGING, connected_at: '2026-05-07 12:00:00' }]);
    for (let polls = 0; polls < 4; polls++) {
      expect(await poll()).toEqual([]);
      minutes(31);
    }
  });

  it.each(['空号', '关机', '无人应答'])(
    'has ended when nobody took it, whatever its times say: %s',
    async (endreason) => {
      for (const time of ['', '1970-01-01 08:00:00', '0000-00-00 00:00:00']) {
        await poll();
        const [record] = bench.emulator.addCrmRecords([
          { talktimes: 0, endreason, disconnected_at: time },
        ]);
        expect(snsOf(await poll())).toEqual([record.sn]);
      }
    },
  );

  it.each(['epoch-times', 'zero-times', 'no-times'])(
    'does not matter where calls that nobody answered have no time: %s',
    async (manner) => {
      bench.emulator.configure({ manners: [manner] });
      await poll();
      const records = bench.emulator.addCrmRecords([{ talktimes: 0 }, {}, { talktimes: 0 }]);
      expect(snsOf(await poll()).sort()).toEqual(records.map(({ sn }) => sn).sort());
      for (const days of [1, 1]) {
        minutes(days * 1_440);
        expect(await poll()).toEqual([]);
        expect(await poll()).toEqual([]);
      }
    },
  );

  it('is held while it stands where the list begins with the oldest, or has no order', async () => {
    for (const order of ['oldest', 'shuffled'] as const) {
      bench.emulator.configure({ paging: { order } });
      bench.emulator.addCrmRecords(Array.from({ length: 50 }, () => ({})));
      await poll();
      const [open] = bench.emulator.addCrmRecords([RINGING]);
      bench.emulator.addCrmRecords(Array.from({ length: 50 }, () => ({})));
      expect(await poll()).toHaveLength(50);
      bench.emulator.updateCrmRecord(open.id, { endreason: '对方挂机' });
      expect(snsOf(await poll())).toEqual([open.sn]);
    }
  });
});

describe('records whose ids are not counted up', () => {
  it.each(['random-ids', 'huge-ids', 'text-ids', 'zero-ids', 'text-rows'])(
    'come once each: %s',
    async (manner) => {
      bench.emulator.configure({ manners: [manner] });
      bench.emulator.addCrmRecords(Array.from({ length: 200 }, () => ({})));
      expect(await poll()).toEqual([]);
      const given: unknown[] = [];
      const added: unknown[] = [];
      for (const count of [1, 300, 2, 1_500, 40]) {
        const records = bench.emulator.addCrmRecords(Array.from({ length: count }, () => ({})));
        added.push(...records.map(({ sn }) => sn));
        given.push(...snsOf(await poll()));
        minutes(1);
      }
      minutes(40);
      given.push(...snsOf(await poll()));
      expect(new Set(given)).toEqual(new Set(added));
      expect(given).toHaveLength(added.length);
    },
    60_000,
  );

  it('are the same after their score has come', async () => {
    for (const manner of ['random-ids', 'huge-ids', 'zero-ids']) {
      bench.emulator.configure({ manners: [manner] });
      await poll();
      const [record] = bench.emulator.addCrmRecords([{ score: null }]);
      expect(snsOf(await poll())).toEqual([record.sn]);
      bench.emulator.updateCrmRecord(record.id, { score: 90, connected_at: '2026-05-08 11:59:00' });
      minutes(40);
      expect(await poll()).toEqual([]);
    }
  });
});
