import type { Demo } from '../../demo/stage/demo';
import { differs, type Report } from '../../demo/base/report';
import { runSteps, type Outcome } from './runNode';
import { createXiaoACredential } from './xiaoaCredential';

const LIST = {
  name: 'List',
  type: 'xiaoATask',
  parameters: { resource: 'task', operation: 'getAiUsers', returnAll: true },
};

const FIFTY = 'Array.from({ length: 50 }, (_, index) => ({ index }))';

/** One login serves all who need a key, however the old one came to be of no use. */
export async function checkSession(demo: Demo, report: Report): Promise<void> {
  const { emulator } = demo;
  const complete = ({ items, error }: Outcome, count = 50) =>
    error?.message ?? differs('items', items.length, count * emulator.aiUsers.length);

  await report.check('50 items without a key: all succeed, one login', async () => {
    const account = emulator.addAccount({ username: 'cold', password: 'cold-password' });
    const credential = await createXiaoACredential(demo.rest, emulator, account);
    const before = emulator.logins;
    const outcome = await runSteps(demo, [LIST], FIFTY, credential);
    return complete(outcome) ?? differs('logins', emulator.logins - before, 1);
  });

  for (const [state, prepare] of [
    ['an expired', () => emulator.expireKeys()],
    ['a replaced', () => emulator.replaceKey()],
  ] as const) {
    await report.check(`50 items with ${state} key: all succeed, one login`, async () => {
      await runSteps(demo, [LIST]);
      prepare();
      const before = emulator.logins;
      const outcome = await runSteps(demo, [LIST], FIFTY);
      return complete(outcome) ?? differs('logins', emulator.logins - before, 1);
    });
  }

  await report.check('six workflows at once on a stale key: at most two logins', async () => {
    emulator.replaceKey();
    const before = emulator.logins;
    const outcomes = await Promise.all(
      Array.from({ length: 6 }, async () => await runSteps(demo, [LIST], FIFTY)),
    );
    const logins = emulator.logins - before;
    return (
      outcomes.map((outcome) => complete(outcome)).find((complaint) => complaint !== undefined) ??
      (logins >= 1 && logins <= 2 ? undefined : `${logins} logins`)
    );
  });
}
