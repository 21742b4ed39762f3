import { simplifyAiUser } from '../../../xiaoa/records/aiUser';

test("simplifies the document's sample", () => {
  expect(
    simplifyAiUser({
      user_sn: 'SYSUSER|7e319be661f57a0a1800eac51b24c811',
      user_name: 'hln4',
      contact: 'hln4',
      max_call_count: 1,
      start_at_one: '08:00:00',
      end_at_one: '18:00:00',
      start_at_two: '08:30:00',
      end_at_two: '21:10:00',
      start_at_three: null,
      end_at_three: null,
      start_at_four: '22:00:00',
      end_at_four: null,
      callin_project_sn: '民政局',
      skillgroup_sn: 'test4',
      project_sn: 'project|8ac1, projects|bbd8,',
      display_phone: '',
      expired: '2019-03-08',
    }),
  ).toEqual({
    sn: 'SYSUSER|7e319be661f57a0a1800eac51b24c811',
    name: 'hln4',
    contact: 'hln4',
    maxCalls: 1,
    callingHours: [
      { from: '08:00:00', to: '18:00:00' },
      { from: '08:30:00', to: '21:10:00' },
    ],
    displayPhone: null,
    templateSns: ['project|8ac1', 'projects|bbd8'],
    expiresOn: '2019-03-08',
  });
});

test('has all four spans, and none that has no beginning or no end', () => {
  const times = (part: string) => ({
    [`start_at_${part}`]: `${part} from`,
    [`end_at_${part}`]: `${part} to`,
  });
  const row = { ...times('one'), ...times('two'), ...times('three'), ...times('four') };
  const spans = ['one', 'two', 'three', 'four'].map((part) => ({
    from: `${part} from`,
    to: `${part} to`,
  }));
  expect(simplifyAiUser(row).callingHours).toEqual(spans);
  expect(simplifyAiUser({ ...row, start_at_two: null, end_at_four: '' }).callingHours).toEqual([
    spans[0],
    spans[2],
  ]);
});

test('an empty row has every key, and nothing in it', () => {
  expect(simplifyAiUser({})).toEqual({
    sn: null,
    name: null,
    contact: null,
    maxCalls: null,
    callingHours: [],
    displayPhone: null,
    templateSns: [],
    expiresOn: null,
  });
});
