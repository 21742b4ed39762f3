import type { IDataObject, INode, NodeOperationError } from 'n8n-workflow';

import { crmQuery } from '../../../nodes/shared/crmFilters';
import { periodFilter, periodQuery } from '../../../nodes/shared/period';

const node = { name: 'XiaoA', type: 'x', parameters: {} } as unknown as INode;

/** The parameters that are sent, without those that nobody asked for. */
const asked = (filters: IDataObject) =>
  Object.fromEntries(
    Object.entries(crmQuery(node, filters).parameters).filter(([, value]) => value !== undefined),
  );
const accepts = (filters: IDataObject, row: Record<string, unknown>) =>
  crmQuery(node, filters).accept?.(row) ?? true;

describe('a CRM filter is sent as the platform knows it', () => {
  it.each<[IDataObject, Record<string, unknown>]>([
    [{}, {}],
    [{ phone: '138-0013-8000' }, { phone: '13800138000' }],
    [{ phone: ' +86 (0755) 8888 6666\u200b' }, { phone: '075588886666' }],
    [{ phone: ' ' }, {}],
    [
      { minTalkSeconds: '5', maxTalkSeconds: 60 },
      { talktimes_min: 5, talktimes_max: 60 },
    ],
    [{ minTalkSeconds: 0 }, { talktimes_min: 0 }],
    [{ label: ' 有意向 ' }, { labelling: '有意向' }],
    [{ label: '有意向，再联系' }, {}],
    [{ label: ['有意向'] }, { labelling: '有意向' }],
    [
      { score: '80', questionCount: 2 },
      { score: 80, asks_count: 2 },
    ],
    [{ minScore: 80 }, {}],
    [{ hasRecording: 'yes' }, {}],
    [{ categories: ['A', 'B'] }, { status: 'A,B' }],
    [{ categories: 'C' }, { status: 'C' }],
    [{ categories: [] }, {}],
    [{ taskSn: '2026-01' }, { dial_task_main_sn: '2026-01' }],
    [{ taskSn: { mode: 'list', value: 'dial|1' } }, { dial_task_main_sn: 'dial|1' }],
    [
      { projectSn: 'project|1', aiUserSn: { value: 'SYSUSER|1' } },
      { project_sn: 'project|1', ai_user_sn: 'SYSUSER|1' },
    ],
    [{ aiUserName: '\ufeff小A ' }, { ai_user_name: '小A' }],
  ])('%j: %j', (filters, parameters) => {
    expect(asked(filters)).toEqual(parameters);
  });

  it.each<[IDataObject, string]>([
    [
      { phone: '1380013800' },
      "'Phone' is '1380013800', which is not a phone number: Too few digits (10): mobile numbers have 11",
    ],
    [{ minTalkSeconds: '1.5' }, "'Min Talk Seconds': '1.5' is not a whole number"],
    [{ maxTalkSeconds: 'x' }, "'Max Talk Seconds': 'x' is not a whole number"],
    [{ score: 'high' }, "'Score': 'high' is not a whole number"],
    [{ minScore: 'high' }, "'Min Score': 'high' is not a number"],
    [{ questionCount: {} }, "'Question Count': '{}' is not a whole number"],
    [{ hasRecording: 'perhaps' }, "'Has Recording': 'perhaps' is not true or false"],
  ])('%j is refused before anything is sent', (filters, message) => {
    let error: NodeOperationError | undefined;
    try {
      crmQuery(node, filters);
    } catch (thrown) {
      error = thrown as NodeOperationError;
    }
    expect(error?.message).toBe(message);
    expect(error?.description).toMatch(/\.$/);
  });
});

describe('a row that contradicts a filter is dropped, and one that does not say stays', () => {
  it.each<[IDataObject, Record<string, unknown>, boolean]>([
    [{ minScore: 80 }, { score: 80 }, true],
    [{ minScore: 80 }, { score: '85%' }, true],
    [{ minScore: 80 }, { score: 90, status: 'A' }, true],
    [{ minScore: 80 }, { score: '79分' }, false],
    [{ minScore: 80 }, { score: null }, false],
    [{ minScore: 0 }, {}, false],
    [{ score: 80 }, { score: 80 }, true],
    [{ score: 80 }, { score: '90' }, true],
    [{ score: 80 }, { score: 79 }, false],
    [{ score: 80 }, { score: null }, false],
    [{ score: 80 }, {}, true],
    [{ hasRecording: true }, { recordfile: 'a.wav' }, true],
    [{ hasRecording: true }, { recordfile: ' ' }, false],
    [{ hasRecording: true }, {}, false],
    [{ hasRecording: false }, { recordfile: 'a.wav' }, false],
    [{ hasRecording: false }, { recordfile: null }, true],
    [{ minTalkSeconds: 5 }, { talktimes: '5' }, true],
    [{ minTalkSeconds: 5 }, { talktimes: 4 }, false],
    [{ minTalkSeconds: 5 }, { talktimes: null }, true],
    [{ maxTalkSeconds: 60 }, { talktimes: 60 }, true],
    [{ maxTalkSeconds: 60 }, { talktimes: '61秒' }, false],
    [{ maxTalkSeconds: 0 }, {}, true],
    [{ questionCount: 2 }, { asks_count: '2' }, true],
    [{ questionCount: 2 }, { asks_count: 3 }, false],
    [{ questionCount: 2 }, {}, true],
    [{ taskSn: 'dial|1' }, { dial_task_main_sn: 'dial|1' }, true],
    [{ taskSn: 'dial|1' }, { dial_task_main_sn: 'dial|2' }, false],
    [{ taskSn: 'dial|1' }, { dial_task_main_sn: '' }, true],
    [{ categories: ['A', 'B'] }, { status: ' b ' }, true],
    [{ categories: ['A', 'B'] }, { status: 'C' }, false],
    [{ categories: ['A'] }, { status: null }, false],
    [{ categories: ['A'] }, {}, true],
    [{ label: '意向' }, { labelling: '有意向,再联系' }, true],
    [{ label: '意向' }, { labelling: '再联系' }, false],
    [{ label: '意向' }, {}, true],
    [{ label: '意向,再联系' }, { labelling: '有意向 再联系' }, true],
    [{ label: '意向,再联' }, { labelling: '有意向 再联系' }, false],
    [{ label: '意向,再联' }, {}, false],
    [{ phone: '13800138000' }, { phone: 13800138000 }, true],
    [{ phone: '13800138000' }, { phone: '+86 138-0013-8000' }, true],
    [{ phone: '13800138000' }, { phone: '138****8000' }, true],
    [{ phone: '13800138000' }, { phone: '13800138001' }, false],
    [{ phone: '13800138000' }, { phone: '138000' }, false],
    [{ phone: '13800138000' }, { phone: '' }, true],
    [{ phone: '075588886666' }, { phone: '88886666' }, true],
    [{ phone: '075588886666' }, { phone: '886666' }, false],
    [{ phone: '03126612345' }, { phone: '6612345' }, true],
    [{ minScore: 80, phone: '13800138000' }, { score: 90, phone: '13900139000' }, false],
    [{ minScore: 80, phone: '13800138000' }, { score: 70, phone: '13800138000' }, false],
    [{}, { anything: 1 }, true],
  ])('%j with %j: %p', (filters, row, kept) => {
    expect(accepts(filters, row)).toBe(kept);
  });
});

it('a list that drops nothing here is read in pages as small as the limit', () => {
  expect(crmQuery(node, { projectSn: 'project|1' }).accept).toBeUndefined();
});

describe('the days of a list', () => {
  const AT = 'created_at';
  const now = Date.UTC(2026, 10, 26, 17); // 01:00 of the 27th in Shanghai
  const moment = (iso: string, wholeDay = false) => ({ at: Date.parse(iso), wholeDay });

  it.each<[string, Parameters<typeof periodQuery>[0], [string, string], string[], string[]]>([
    [
      'the last seven when nobody says',
      {},
      ['2026-11-21', '2026-11-28'],
      ['2026-11-21 00:00:00', '2026-11-27 23:59:59'],
      ['2026-11-20 23:59:59'],
    ],
    [
      'all where one task or phone is asked for',
      { unlessDated: true },
      ['2010-01-01', '2026-11-28'],
      ['2011-05-08 00:00:00'],
      [],
    ],
    [
      'from the beginning, where only the end is given',
      { before: moment('2026-11-01T00:00:00+08:00', true) },
      ['2010-01-01', '2026-11-03'],
      ['2026-11-01 23:59:59'],
      ['2026-11-02 00:00:00'],
    ],
    [
      'to the second, with times of day',
      { after: moment('2026-11-01T10:00:00+08:00'), before: moment('2026-11-02T10:00:00+08:00') },
      ['2026-11-01', '2026-11-03'],
      ['2026-11-01 10:00:00', '2026-11-02 09:59:59'],
      ['2026-11-01 09:59:59', '2026-11-02 10:00:00'],
    ],
    [
      'from a time on, also where a task is asked for',
      { after: moment('2026-11-01T00:00:00+08:00', true), unlessDated: true },
      ['2026-11-01', '2026-11-28'],
      ['2026-11-01 00:00:00'],
      ['2026-10-31 23:59:59'],
    ],
  ])('%s', (_, period, [from, to], kept, dropped) => {
    const { parameters, accept } = periodQuery(period, AT, now);
    expect(parameters).toEqual({ start_create_at: from, end_create_at: to });
    for (const time of kept) expect(accept({ [AT]: time })).toBe(true);
    for (const time of dropped) expect(accept({ [AT]: time })).toBe(false);
    // Without a time that can be read, a row is not lost.
    for (const time of [null, '', '0000-00-00 00:00:00']) expect(accept({ [AT]: time })).toBe(true);
  });

  it('come from the pair of fields that is named after the moment', () => {
    const filter = periodFilter('calls', 'Connected', 'connected_at');
    expect(filter.fields.map(({ name, displayName }) => [name, displayName])).toEqual([
      ['connectedAfter', 'Connected After'],
      ['connectedBefore', 'Connected Before'],
    ]);
    const filters = { connectedAfter: '2026-11-01', connectedBefore: '2026年11月2日' };
    const { parameters, accept } = filter.query(node, filters, false);
    expect(parameters).toEqual({ start_create_at: '2026-11-01', end_create_at: '2026-11-04' });
    expect(accept({ connected_at: '2026-11-02 12:00:00' })).toBe(true);
    expect(accept({ connected_at: '2026-11-03 00:00:00' })).toBe(false);
    expect(() => filter.query(node, { connectedBefore: 'soon' }, false)).toThrow(
      "'Connected Before': 'soon' is not a date or time",
    );
    expect(filter.query(node, {}, true).parameters).toMatchObject({
      start_create_at: '2010-01-01',
    });
  });
});
