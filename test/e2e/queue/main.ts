/**
 * The package in n8n's queue mode: a main process, two workers, Redis and PostgreSQL, all started here and in
 * temporary folders, against the emulator.
 *
 *   npm run test:queue                           all checks
 *   npm run test:queue -- stale-key trigger      some of them
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { Report } from '../../../demo/base/report';
import { Lifetime, runChecks } from '../../../demo/base/lifetime';
import { checkLargeDownload, checkLargeImport } from './checks/large';
import { checkStaleKey } from './checks/staleKey';
import { checkTrigger } from './checks/trigger';
import { checkWorkerKill } from './checks/workerKill';
import { startStage, type Stage } from './stage';

const lifetime = new Lifetime();

/** All of them without an argument; those named as arguments otherwise. */
const CHECKS: Record<string, (stage: Stage, report: Report) => Promise<void>> = {
  'stale-key': checkStaleKey,
  import: checkLargeImport,
  download: async (stage, report) => await checkLargeDownload(stage, report, 'database'),
  'worker-kill': checkWorkerKill,
  trigger: checkTrigger,
};
const SHARED_FILES = 'shared-files';

async function main(): Promise<number> {
  const report = new Report();
  const wanted = (name: string) => process.argv.length < 3 || process.argv.includes(name);
  const chosen = Object.entries(CHECKS).filter(([name]) => wanted(name));
  if (chosen.length > 0) {
    await onStage({}, async (stage) => {
      for (const [, check] of chosen) await check(stage, report);
    });
  }
  if (wanted(SHARED_FILES)) {
    await onStage(await sharedFiles(), async (stage) => {
      await checkLargeDownload(stage, report, 'filesystem-v2');
    });
  }
  return report.finish();
}

/** One after another: each takes 2 GB. */
async function onStage(
  variables: Record<string, string>,
  run: (stage: Stage) => Promise<void>,
): Promise<void> {
  const act = new Lifetime();
  await lifetime.add(async () => await act.close());
  try {
    await run(await startStage(act, { variables }));
  } finally {
    await act.close();
  }
}

/** Files in a folder that all processes see, as with a shared volume. */
async function sharedFiles(): Promise<Record<string, string>> {
  const folder = await mkdtemp(join(tmpdir(), 'xiaoa-files-'));
  await lifetime.add(async () => await rm(folder, { recursive: true, force: true }));
  return { N8N_DEFAULT_BINARY_DATA_MODE: 'filesystem', N8N_STORAGE_PATH: folder };
}

runChecks(lifetime, main);
