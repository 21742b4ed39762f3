import { setTimeout as sleep } from 'node:timers/promises';

import type { Demo } from '../../demo/stage/demo';
import { differs, type Report } from '../../demo/base/report';
import type { Emulator } from '../../emulator';
import { createParameters, mapping } from '../support/createParameters';
import { leadsCode } from '../support/people';
import { runSteps, type Step } from './runNode';

export const LEADS = leadsCode(30_000);

/** One task out of the leads, whose columns are expressions. */
export function importStep(emulator: Emulator): Step {
  return {
    name: 'Create',
    type: 'xiaoATask',
    parameters: createParameters(emulator, {
      taskName: '三万',
      columns: mapping({
        姓名: '={{ $json.name.trim() }}',
        电话: '={{ $json.phone }}',
        地址: '={{ $json.city }}市 {{ $json.name }}',
      }),
    }),
  };
}

/** 30,000 leads mapped by expressions: one request, and n8n goes on answering meanwhile. */
export async function checkLargeImport(demo: Demo, report: Report): Promise<void> {
  const { emulator, n8n } = demo;
  let answers = 0;
  let slowest = 0;
  let running = true;
  const watching = (async () => {
    while (running) {
      const started = performance.now();
      // A connection of its own: one that is kept may be closed at the very moment it is used again.
      await fetch(`${n8n.url}/healthz`, { headers: { connection: 'close' } }).then(
        async (response) => await response.text(),
      );
      slowest = Math.max(slowest, performance.now() - started);
      answers += 1;
      await sleep(20);
    }
  })();
  // Else Node would end everything before the check below can say what became of n8n.
  watching.catch(() => {});

  await report.check('30,000 leads by expressions become one task in one request', async () => {
    const before = emulator.requestsTo('/api/addJson').length;
    const { items, error, milliseconds } = await runSteps(demo, [importStep(emulator)], LEADS);
    console.log(`        the Create node took ${milliseconds} ms`);
    return (
      error?.message ??
      differs('taken', items[0]?.json.success, 30_000) ??
      differs('requests', emulator.requestsTo('/api/addJson').length - before, 1) ??
      differs('contacts', emulator.tasks.at(-1)?.contacts.length, 30_000)
    );
  });

  running = false;
  await report.check('n8n answers all the while', async () => await watching);
  console.log(
    `        n8n answered ${answers} times meanwhile, after ${slowest.toFixed(0)} ms at most`,
  );
}
