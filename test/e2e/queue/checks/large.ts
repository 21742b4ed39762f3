import { differs, type Report } from '../../../../demo/base/report';
import { downloadSteps } from '../../largeDownload';
import { importStep, LEADS } from '../../largeImport';
import { watchPeak } from '../../memory';
import { runSteps, type Runner } from '../../runNode';
import type { Stage } from '../stage';

/** 16,000 bytes a second: 200 MB. */
const SECONDS = 12_500;
/** With the header of a WAV file. */
const BYTES = 44 + SECONDS * 16_000;

/** The largest import on a worker, started as from the editor. */
export async function checkLargeImport(stage: Stage, report: Report): Promise<void> {
  const { emulator } = stage;

  await report.check('30,000 leads become one task, on a worker', async () => {
    emulator.clearRequests();
    const growth = await watchWorkers(stage);
    const { items, error, milliseconds } = await runSteps(
      runnerOf(stage),
      [importStep(emulator)],
      LEADS,
    );
    console.log(`        the Create node took ${milliseconds} ms; ${await growth()}`);
    return (
      error?.message ??
      differs('taken', items[0]?.json.success, 30_000) ??
      differs('requests', emulator.requestsTo('/api/addJson').length, 1)
    );
  });
}

/**
 * A worker takes a recording, and the main process, which is another machine, gives it to the editor.
 *
 * @param store the beginning of the file's id, which tells where n8n keeps it
 */
export async function checkLargeDownload(
  stage: Stage,
  report: Report,
  store: string,
): Promise<void> {
  const { emulator, cluster } = stage;
  await report.check(`a recording of 200 MB goes through a worker into ${store}`, async () => {
    const [{ phone }] = emulator.addCrmRecords([{ phone: '13699990000', talktimes: SECONDS }]);
    const growth = await watchWorkers(stage);
    const { items, error, milliseconds } = await runSteps(runnerOf(stage), downloadSteps(phone));
    console.log(`        the Download node took ${milliseconds} ms; ${await growth()}`);
    const file = items[0]?.binary?.data;
    if (!file) return error?.message ?? 'there is no file';
    const address = `/binary-data?id=${encodeURIComponent(file.id)}&action=download`;
    return (
      differs('where it is', file.id.split(':')[0], store) ??
      differs('bytes that come out', await cluster.rest.bytes(address), BYTES)
    );
  });
}

function runnerOf({ cluster, credential }: Stage): Runner {
  return { rest: cluster.rest, credentials: { xiaoa: credential } };
}

async function watchWorkers({ cluster }: Stage): Promise<() => Promise<string>> {
  const peaks = await Promise.all(cluster.workers.map(async ({ pid }) => await watchPeak(pid!)));
  return async () => {
    const growths = await Promise.all(peaks.map(async (peak) => await peak()));
    const { before, grown } = growths.reduce((a, b) => (a.grown > b.grown ? a : b));
    return `the worker grew by ${grown.toFixed(0)} MB over its ${before.toFixed(0)}`;
  };
}
