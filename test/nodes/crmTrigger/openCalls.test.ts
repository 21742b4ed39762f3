import { OpenCalls, type StoredOpenCalls } from '../../../nodes/CrmTrigger/memory/openCalls';
import type { Row } from '../../../nodes/shared/lists';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const NOW = Date.parse('2026-05-08T12:00:00+08:00');
const RINGING: Row = { id: 1, connected_at: '2026-05-08 12:00:00' };
const ENDED: Row = { ...RINGING, endreason: '空号' };

const readAt = async (now: number, stored: readonly StoredOpenCalls[] = []) =>
  (await OpenCalls.read(stored, now)).open;

/** A call that was met once, some time after it was made, and is met again later, changed or not. */
async function afterwards(
  minutes: number,
  { existing = false, age = 0, row = RINGING, now = NOW + minutes * MINUTE } = {},
) {
  const before = await readAt(NOW);
  expect(before.judge('1', RINGING, NOW - age, existing)).toBe('open');
  const open = await readAt(now, await before.store());
  return open.judge('1', row, NOW - age, existing);
}

describe('a call that has ended', () => {
  it('is new, or was there before', async () => {
    const open = await readAt(NOW);
    expect(open.judge('1', ENDED, NOW, false)).toBe('new');
    expect(open.judge('1', ENDED, NOW, true)).toBe('existing');
    expect(await open.store()).toEqual([]);
  });

  it('is new when it was watched before, whenever it was made', async () => {
    expect(await afterwards(1, { row: ENDED, existing: true })).toBe('new');
  });
});

describe('a call that nothing says has ended', () => {
  it('is open for half an hour after it was met last as something new', async () => {
    expect(await afterwards(29)).toBe('open');
    expect(await afterwards(30)).toBe('new');
    expect(await afterwards(29, { existing: true })).toBe('open');
    expect(await afterwards(30, { existing: true })).toBe('existing');
  });

  it('is open for half an hour again when it has changed, and has not been there before then', async () => {
    const row = { ...RINGING, talk_info: '##1' };
    expect(await afterwards(40, { row })).toBe('open');
    const before = await readAt(NOW);
    before.judge('1', RINGING, NOW, true);
    const changed = await readAt(NOW + 20 * MINUTE, await before.store());
    expect(changed.judge('1', row, NOW, true)).toBe('open');
    const later = await readAt(NOW + 49 * MINUTE, await changed.store());
    expect(later.judge('1', row, NOW, true)).toBe('open');
    const last = await readAt(NOW + 50 * MINUTE, await changed.store());
    expect(last.judge('1', row, NOW, true)).toBe('new');
  });

  it('comes out a day after it was made, though it goes on changing', async () => {
    const row = { ...RINGING, talk_info: '##1' };
    expect(await afterwards(24 * 60 - 1, { row })).toBe('open');
    expect(await afterwards(24 * 60, { row })).toBe('new');
  });

  it('was there before if it was made half an hour before anybody watched', async () => {
    const open = await readAt(NOW);
    expect(open.judge('1', RINGING, NOW - 29 * MINUTE, true)).toBe('open');
    expect(open.judge('2', RINGING, NOW - 30 * MINUTE, true)).toBe('existing');
    expect(open.judge('3', RINGING, NOW - 30 * MINUTE, false)).toBe('open');
    expect(open.judge('4', RINGING, undefined, true)).toBe('open');
  });

  it('does not wait for ever because the clock was put back', async () => {
    const before = await readAt(NOW);
    before.judge('1', RINGING, NOW, false);
    const back = await readAt(NOW - 5 * HOUR, await before.store());
    expect(back.judge('1', RINGING, NOW, false)).toBe('open');
    const [{ since }] = await back.store();
    expect(since).toBe(NOW - 5 * HOUR);
  });
});

describe('with more calls than are watched one by one', () => {
  async function full() {
    const open = await readAt(NOW);
    for (let id = 1; id <= 3_000; id++) open.judge(String(id), { ...RINGING, id }, NOW, false);
    return open;
  }

  it('the others are open for half an hour after they were made, and then new', async () => {
    const open = await full();
    expect(open.judge('4001', RINGING, NOW - 29 * MINUTE, false)).toBe('open');
    expect(open.judge('4001', RINGING, NOW - 30 * MINUTE, false)).toBe('new');
    expect(open.judge('4001', RINGING, NOW - 30 * MINUTE, true)).toBe('existing');
    const known = (await open.store()).length;
    open.delete('1');
    expect(open.judge('4001', RINGING, NOW - 30 * MINUTE, false)).toBe('open');
    expect(known).toBe(1);
  });

  it('the three thousandth is the last one', async () => {
    const open = await full();
    open.judge('4001', RINGING, NOW, false);
    const read = await readAt(NOW, await open.store());
    expect(read.unmet).toBe(3_000);
  });
});

describe('what a poll has not come across', () => {
  async function two() {
    const before = await readAt(NOW);
    before.judge('1', RINGING, NOW - 24 * HOUR, false);
    before.judge('2', { ...RINGING, id: 2 }, NOW, false);
    return await before.store();
  }

  it('is counted, and is due after half an hour', async () => {
    const early = await readAt(NOW + 29 * MINUTE, await two());
    expect(early.unmet).toBe(2);
    expect(early.isUnmetDue).toBe(false);
    const late = await readAt(NOW + 30 * MINUTE, await two());
    expect(late.isUnmetDue).toBe(true);
    late.judge('1', RINGING, NOW, false);
    expect(late.unmet).toBe(1);
    expect(late.isUnmetDue).toBe(true);
    late.judge('2', { ...RINGING, id: 2 }, NOW, false);
    expect(late.unmet).toBe(0);
    expect(late.isUnmetDue).toBe(false);
  });

  it('is dropped when it is not listed any more', async () => {
    const open = await readAt(NOW, await two());
    open.judge('2', { ...RINGING, id: 2 }, NOW, false);
    open.dropUnmet();
    expect(open.unmet).toBe(0);
    expect(open.firstDay).toBe('2026-05-08');
    expect(await open.store()).toHaveLength(1);
  });

  it('is of the days that it was made on', async () => {
    const open = await readAt(NOW, await two());
    expect(open.firstDay).toBe('2026-05-07');
    open.delete('1');
    expect(open.firstDay).toBe('2026-05-08');
    open.delete('2');
    expect(open.firstDay).toBeUndefined();
    open.judge('3', RINGING, undefined, false);
    expect(open.firstDay).toBe('2026-05-08');
    open.judge('4', RINGING, NOW - 48 * HOUR, false);
    expect(open.firstDay).toBe('2026-05-06');
  });
});

it('is stored by day, time and whether it was there before, and read as it was', async () => {
  const open = await readAt(NOW);
  open.judge('1', RINGING, NOW, false);
  open.judge('2', { ...RINGING, id: 2 }, NOW, false);
  open.judge('3', RINGING, NOW, true);
  open.judge('4', RINGING, NOW - 24 * HOUR, false);
  const stored = await open.store();
  expect(stored).toMatchObject([
    { day: '2026-05-08', since: NOW, existing: false },
    { day: '2026-05-08', since: NOW, existing: true },
    { day: '2026-05-07', since: NOW, existing: false },
  ]);
  const read = await OpenCalls.read(JSON.parse(JSON.stringify(stored)) as typeof stored, NOW);
  expect(read.isDamaged).toBe(false);
  expect(await read.open.store()).toEqual(stored);
});

it('says when a part cannot be read, and keeps the others', async () => {
  const open = await readAt(NOW);
  open.judge('1', RINGING, NOW, false);
  open.judge('2', RINGING, NOW, true);
  const [first, second] = await open.store();
  const read = await OpenCalls.read([{ ...first, marks: '' }, second], NOW);
  expect(read.isDamaged).toBe(true);
  expect(read.open.unmet).toBe(1);
});
