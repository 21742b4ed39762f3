import type { IExecuteFunctions } from 'n8n-workflow';

import type { Call } from '../../../nodes/shared/context';
import { RequestFailure, type FailureFacts } from '../../../nodes/shared/requestFailure';
import { onceInRun } from '../../../nodes/shared/sentWrites';
import { ENDPOINTS } from '../../../xiaoa/endpoints';
import type { Envelope } from '../../../xiaoa/envelope';
import { MultipartUpload } from '../../../xiaoa/signing/signParameters';

/** All tries of a run share n8n's record of it; each try has a context of its own. */
let record: object;
let sent: string[];

beforeEach(() => {
  record = {};
  sent = [];
});

const newTry = (of: unknown = record) =>
  ({ getExecuteData: () => of }) as unknown as IExecuteFunctions;
const toolCall = () =>
  ({ getExecuteData: () => record, getNextRunIndex: () => 1 }) as unknown as IExecuteFunctions;

const importOf = (data: string, rest: Partial<Call> = {}): Call => ({
  endpoint: ENDPOINTS.addJson,
  parameters: { client_info_json: data, source: 'Leads' },
  itemIndex: 0,
  ...rest,
});
const upload = (bytes: string, name = 'a.xlsx'): Call => ({
  endpoint: ENDPOINTS.addExcel,
  parameters: new MultipartUpload(
    { source: 'x' },
    { field: 'upload', name, bytes: Buffer.from(bytes) },
  ),
  itemIndex: 0,
});

const accepted = async (context: IExecuteFunctions, call: Call) =>
  await onceInRun(context, call, async () => {
    sent.push(call.endpoint.path);
    return { code: 0, msg: `answer ${sent.length}`, data: null };
  });
const refused = async (context: IExecuteFunctions, call: Call, facts: FailureFacts) =>
  await onceInRun(context, call, async () => {
    sent.push(call.endpoint.path);
    return await Promise.reject(new RequestFailure('Failed', 'Why.', facts));
  });

describe('another try of the same run', () => {
  it('gets the answer that was given, and sends nothing', async () => {
    await accepted(newTry(), importOf('a'));
    expect(await accepted(newTry(), importOf('a'))).toMatchObject({ msg: 'answer 1' });
    expect(await accepted(newTry(), importOf('a'))).toMatchObject({ msg: 'answer 1' });
    expect(sent).toHaveLength(1);
  });

  it('waits for what is still under way', async () => {
    let finish: (answer: Envelope) => void = () => {};
    const first = onceInRun(newTry(), importOf('a'), async () => {
      sent.push('slow');
      return await new Promise<Envelope>((resolve) => (finish = resolve));
    });
    const second = accepted(newTry(), importOf('a'));
    await new Promise((resolve) => setTimeout(resolve, 50));
    finish({ code: 0, msg: 'slow', data: null });
    expect(await first).toBe(await second);
    expect(sent).toEqual(['slow']);
  });

  it('sends what it has waited for in vain, where that was certainly not carried out', async () => {
    let fail: () => void = () => {};
    const first = onceInRun(newTry(), importOf('a'), async () => {
      sent.push('slow');
      return await new Promise<Envelope>((_, reject) => {
        fail = () => reject(new RequestFailure('Failed', 'Why.'));
      });
    });
    first.catch(() => {});
    const second = accepted(newTry(), importOf('a'));
    await new Promise((resolve) => setTimeout(resolve, 50));
    fail();
    await expect(first).rejects.toThrow('Failed');
    expect(await second).toMatchObject({ msg: 'answer 2' });
  });

  it('ends with the same failure where the first may have been carried out', async () => {
    await expect(refused(newTry(), importOf('a'), { mayBeDone: true })).rejects.toThrow('Failed');
    await expect(accepted(newTry(), importOf('a'))).rejects.toThrow('Failed');
    await expect(accepted(newTry(), importOf('other'))).rejects.toThrow('Failed');
    expect(sent).toHaveLength(1);
  });

  it('sends again what was certainly not carried out, and that once', async () => {
    await expect(refused(newTry(), importOf('a'), {})).rejects.toThrow('Failed');
    await expect(refused(newTry(), importOf('b'), { mayBeDone: false })).rejects.toThrow('Failed');
    await accepted(newTry(), importOf('a'));
    await accepted(newTry(), importOf('a'));
    expect(sent).toHaveLength(3);
  });

  it('does not send something else in the place of what was accepted', async () => {
    await accepted(newTry(), importOf('a'));
    await expect(accepted(newTry(), importOf('b'))).rejects.toMatchObject({
      message: expect.stringMatching(/already accepted an earlier attempt.*other values/),
      description: expect.stringMatching(/^Nothing was sent this time/),
    });
    expect(sent).toHaveLength(1);
  });

  it('sends what belongs to another item, or goes elsewhere', async () => {
    await accepted(newTry(), importOf('a'));
    await accepted(newTry(), importOf('b', { itemIndex: 1 }));
    await accepted(newTry(), upload('x'));
    expect(sent).toHaveLength(3);
  });

  it('tells every value, file and server apart, and nothing else', async () => {
    const first = newTry();
    const calls = [
      importOf('a'),
      importOf('a', { server: 'https://other.example' }),
      importOf('a', { server: 'https://third.example' }),
      importOf('a', { parameters: { client_info_json: 'a', source: 'Lead', aes: 's' } }),
      importOf('a', { parameters: { client_info_json: 'as', source: 'Leads' } }),
      importOf('a', { parameters: { client_info_json: 'a', source: 'Leads', pageSize: 1 } }),
      importOf('a', { parameters: { client_info_json: 'a', source: 'Leads', pageSize: 12 } }),
      importOf('a', { parameters: { client_info_json: 'a', source: 'Leads', mark: 'b' } }),
      importOf('a', { parameters: { client_info_json: 'a', source: 'Leadsmarkb' } }),
      importOf('a', {
        parameters: { client_info_json: 'a', source: 'Leads' },
        endpoint: ENDPOINTS.operateTask,
      }),
      upload('x'),
      upload('y'),
      upload('x', 'b.xlsx'),
    ];
    for (const call of calls) await accepted(first, call);
    expect(sent).toHaveLength(calls.length);

    const second = newTry();
    for (const [at, call] of [...calls.entries()].reverse()) {
      expect(await accepted(second, call)).toMatchObject({ msg: `answer ${at + 1}` });
    }
    const { parameters } = importOf('a');
    const third = importOf('a', { parameters: { ...parameters, batch: undefined } });
    expect(await accepted(newTry(), third)).toMatchObject({ msg: 'answer 1' });
    expect(sent).toHaveLength(calls.length);
  });

  it('makes as many of the same as the first has made', async () => {
    const first = newTry();
    await accepted(first, importOf('a'));
    await accepted(first, importOf('a'));
    const second = newTry();
    expect(await accepted(second, importOf('a'))).toMatchObject({ msg: 'answer 1' });
    expect(await accepted(second, importOf('a'))).toMatchObject({ msg: 'answer 2' });
    expect(sent).toHaveLength(2);
    await accepted(second, importOf('a'));
    expect(sent).toHaveLength(3);
  });
});

it('another run sends again, and so does what n8n keeps no record of', async () => {
  await accepted(newTry(), importOf('a'));
  await accepted(newTry({}), importOf('a'));
  for (const none of [null, 'x', 0]) await accepted(newTry(none), importOf('a'));
  await accepted({} as IExecuteFunctions, importOf('a'));
  expect(sent).toHaveLength(6);
});

describe('calls of a tool, which share a record', () => {
  it('may want the same twice, and something else', async () => {
    await accepted(toolCall(), importOf('a'));
    await accepted(toolCall(), importOf('a'));
    await accepted(toolCall(), importOf('b'));
    expect(sent).toHaveLength(3);
  });

  it('do not repeat what may have been carried out', async () => {
    await expect(refused(toolCall(), importOf('a'), { mayBeDone: true })).rejects.toThrow('Failed');
    await expect(accepted(toolCall(), importOf('a'))).rejects.toThrow('Failed');
    await accepted(toolCall(), importOf('b'));
    expect(sent).toHaveLength(2);
  });
});
