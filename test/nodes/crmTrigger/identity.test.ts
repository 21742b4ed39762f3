import {
  identify,
  keyWithSn,
  rowKey,
  sharedId,
  timeOf,
} from '../../../nodes/CrmTrigger/memory/identity';
import type { Row } from '../../../nodes/shared/lists';

const keyOf = (row: Row) => identify(row).key;

describe('a record with an id', () => {
  it.each([5, '5', '05', '0005', ' 5 ', '５'])(
    'is known by it, however it is written: %p',
    (id) => {
      expect(identify({ id, sn: ' a ', phone: '1' })).toEqual({ key: '5', sn: 'a' });
    },
  );

  it.each([1, 10, 9_007_199_254_740_991])('keeps the digits of %p', (id) => {
    expect(keyOf({ id })).toBe(String(id));
  });

  it('is known by its digits and the sn when JavaScript does not hold the number exactly', () => {
    const long = '12345678901234567';
    expect(keyOf({ id: long })).toMatch(/^#/);
    expect(keyOf({ id: long, phone: '1' })).toBe(keyOf({ id: long, phone: '2' }));
    expect(keyOf({ id: long })).not.toBe(keyOf({ id: '12345678901234568' }));
    expect(keyOf({ id: long, sn: 'a' })).not.toBe(keyOf({ id: long, sn: 'b' }));
    expect(keyOf({ id: '9007199254740993' })).not.toBe(keyOf({ id: '9007199254740992' }));
  });

  it.each(['a1', '1a', '1.5', '-5', '1e3', '1.0'])(
    'that is no whole number is known by it as text: %s',
    (id) => {
      expect(keyOf({ id })).toMatch(/^#/);
      expect(keyOf({ id, phone: '1' })).toBe(keyOf({ id, phone: '2' }));
    },
  );

  it('that was rounded when it was read is told from others by the rest of the row', () => {
    const id = 2 ** 60;
    expect(keyOf({ id, phone: '1' })).not.toBe(keyOf({ id, phone: '2' }));
    expect(keyOf({ id, phone: '1' })).not.toBe(keyOf({ id: 2 ** 61, phone: '1' }));
    expect(keyOf({ id, phone: '1', sn: 'a' })).toBe(keyOf({ id, phone: '2', sn: 'a' }));
    expect(keyOf({ id: 1.5, phone: '1' })).not.toBe(keyOf({ id: 1.5, phone: '2' }));
  });
});

it('has the key that it had when a state was stored by an earlier version', () => {
  expect(keyOf({ sn: 'a' })).toBe('#QjFFcPTH9G0V');
  expect(keyOf({ id: 'a' })).toBe('#YZ3VR0pBE-Ct');
  expect(keyOf({ phone: '1' })).toBe('#XdgGjWXbf5x6');
  expect(keyWithSn({ key: '5', sn: 'a' })).toBe('#YXTp_90DJgto');
  expect(sharedId('5')).toBe('#xy5rilgZL7rQ');
});

it('with a zero in front of text is not the one without it', () => {
  expect(keyOf({ id: '0a' })).not.toBe(keyOf({ id: 'a' }));
});

describe('a record without an id', () => {
  it.each([0, '0', '00', '', ' ', null, undefined, false])('is known by its sn: %p', (id) => {
    expect(keyOf({ id, sn: 'a', phone: '1' })).toBe(keyOf({ sn: 'a', phone: '2' }));
    expect(keyOf({ id, sn: 'a' })).not.toBe(keyOf({ sn: 'b' }));
    expect(identify({ id, sn: 'a' }).sn).toBeUndefined();
  });

  const row = {
    phone: '1',
    created_at: '2026-05-08 09:00:00',
    connected_at: '2026-05-08 10:00:00',
  };

  it.each([
    ['phone', '2'],
    ['created_at', '2026-05-08 09:00:01'],
    ['connected_at', '2026-05-08 10:00:01'],
    ['cdr_sn', 'c'],
  ])('nor an sn is told from others by its %s', (name, value) => {
    expect(keyOf({ ...row, [name]: value })).not.toBe(keyOf(row));
    expect(keyOf({ ...row, name: 'x', score: 90 })).toBe(keyOf(row));
  });

  it('stays the same when its time is corrected, if its call has a number of its own', () => {
    const call = { ...row, cdr_sn: 'c', dial_task_main_sn: 't' };
    expect(keyOf({ ...call, connected_at: 'later' })).toBe(keyOf(call));
    expect(keyOf({ ...call, cdr_sn: 'd' })).not.toBe(keyOf(call));
  });

  it('is not known by the number of its task', () => {
    const call = { ...row, cdr_sn: 't', dial_task_main_sn: 't' };
    expect(keyOf(call)).toBe(keyOf({ ...row, dial_task_main_sn: 't' }));
    expect(keyOf({ ...call, connected_at: 'later' })).not.toBe(keyOf(call));
  });
});

it('of one id, records are told apart by their sn', () => {
  expect(keyWithSn({ key: '5', sn: 'a' })).toMatch(/^#/);
  expect(keyWithSn({ key: '5', sn: 'a' })).not.toBe(keyWithSn({ key: '5', sn: 'b' }));
  expect(keyWithSn({ key: '5', sn: 'a' })).not.toBe(keyWithSn({ key: '6', sn: 'a' }));
  expect(sharedId('5')).not.toBe(sharedId('6'));
  expect(sharedId('5')).not.toBe(keyWithSn({ key: '5', sn: undefined }));
  expect(sharedId('5')).not.toBe(keyWithSn({ key: '', sn: '5' }));
});

it('rows of a list are told apart by both', () => {
  expect(rowKey({ id: 5, sn: 'a' })).not.toBe(rowKey({ id: 5, sn: 'b' }));
  expect(rowKey({ id: 5 })).not.toBe(rowKey({ id: 6 }));
  expect(rowKey({ id: 5, sn: 'a' })).not.toBe(rowKey({ id: 6, sn: 'a' }));
  expect(rowKey({ id: 1, sn: '23' })).not.toBe(rowKey({ id: 12, sn: '3' }));
  expect(rowKey({ id: 5, sn: '' })).toBe('5 ');
});

it('the time of a call is when it was connected, or else when it ended', () => {
  const [early, late] = ['2026-05-08 10:00:00', '2026-05-08 11:00:00'];
  const at = Date.parse('2026-05-08T10:00:00+08:00');
  expect(timeOf({ connected_at: early, disconnected_at: late })).toBe(at);
  expect(timeOf({ connected_at: '', disconnected_at: early })).toBe(at);
  expect(timeOf({ connected_at: '0000-00-00 00:00:00' })).toBeUndefined();
});
