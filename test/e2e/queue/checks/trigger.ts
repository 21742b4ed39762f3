import { setTimeout as sleep } from 'node:timers/promises';

import { differs, type Report } from '../../../../demo/base/report';
import { repeated, startReceiver, unexplained } from '../../stream/receiver';
import {
  BACK_AFTER_KILL_MS,
  missing,
  momentOfHandover,
  RecordStream,
  until,
} from '../../stream/records';
import { deliverTo, publishTrigger, TRIGGER_WORKFLOW } from '../../stream/triggerWorkflow';
import { startTimes } from '../executions';
import type { Stage } from '../stage';

const RECORDS = 60;
const KILLS = 3;

/** The polls run on the main process, what they start on the workers: each record arrives, once. */
export async function checkTrigger(stage: Stage, report: Report): Promise<void> {
  const { cluster, credential, emulator, lifetime } = stage;
  const receiver = await startReceiver(lifetime);
  await publishTrigger(cluster.rest, credential, [deliverTo(receiver.url)]);
  const existing = emulator.crmRecords.length;
  const lost = () => missing(emulator, existing, receiver.arrivals);

  const stream = new RecordStream(emulator);
  await lifetime.add(() => stream.stop());
  await report.check('the trigger gives each record once while two workers run', async () => {
    await until(() => receiver.arrivals.length >= RECORDS, 60_000);
    const enough = receiver.arrivals.length >= RECORDS;
    return (
      (enough ? undefined : `only ${receiver.arrivals.length} records came`) ??
      differs('repeated', repeated(receiver.arrivals), [])
    );
  });

  const kills: number[] = [];
  for (let kill = 1; kill <= KILLS; kill++) {
    await report.check(`the main process dies over a handover (${kill})`, async () => {
      const before = receiver.arrivals.length;
      await until(() => receiver.arrivals.length >= before + 5, BACK_AFTER_KILL_MS);
      await momentOfHandover(emulator);
      await cluster.main.crash();
      kills.push(Date.now());
      await cluster.startMain();
      return receiver.arrivals.length > before ? undefined : 'none came';
    });
  }
  stream.stop();

  await report.check('no record is lost', async () => {
    await until(() => lost().length === 0, BACK_AFTER_KILL_MS);
    return differs('lost', lost(), []);
  });
  await report.check('none comes twice but over a kill', async () => {
    // Time for polls that would repeat something.
    await sleep(10_000);
    // A worker may send only after main's death what main had handed over before.
    const started = await startTimes(cluster.postgres, TRIGGER_WORKFLOW);
    const repeats = repeated(receiver.arrivals, ({ execution }) => started.get(execution)!);
    console.log(
      `        ${emulator.crmRecords.length - existing} records, ${repeats.length} of them repeated over ${KILLS} kills`,
    );
    return differs('repeated without a kill', unexplained(repeats, kills), []);
  });
}
