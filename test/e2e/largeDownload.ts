import type { Demo } from '../../demo/stage/demo';
import { differs, type Report } from '../../demo/base/report';
import { watchPeak } from './memory';
import { runSteps, type Step } from './runNode';

/** 16,000 bytes a second: 500 MB. */
const SECONDS = 31_250;
const MOST_MB = 100;

/** Looks for the calls of a phone and takes their recordings. */
export function downloadSteps(phone: string): Step[] {
  return [
    {
      name: 'Record',
      type: 'xiaoACrm',
      parameters: { resource: 'crmRecord', operation: 'getAll', filters: { phone } },
    },
    {
      name: 'Download',
      type: 'xiaoARecording',
      parameters: { resource: 'recording', operation: 'download' },
    },
  ];
}

/** A recording of 500 MB passes through n8n without staying in its memory. Linux tells how much it took. */
export async function checkLargeDownload(demo: Demo, report: Report): Promise<void> {
  const { emulator, n8n } = demo;
  if (process.platform !== 'linux' || n8n.pid === undefined) return;
  const { pid } = n8n;
  const record = emulator.addCrmRecords([{ phone: '13699990000', talktimes: SECONDS }])[0];

  await report.check('a recording of 500 MB leaves n8n’s memory as it is', async () => {
    const peak = await watchPeak(pid);
    const { items, error, milliseconds } = await runSteps(demo, downloadSteps(record.phone));
    const { before, grown } = await peak();
    console.log(
      `        ${(milliseconds / 1000).toFixed(1)} s, n8n grew by ${grown.toFixed(0)} MB over its ${before.toFixed(0)}`,
    );
    return (
      error?.message ??
      differs('a file', items[0]?.binary?.data.mimeType.startsWith('audio/'), true) ??
      (grown <= MOST_MB ? undefined : `It grew by ${grown.toFixed(0)} MB`)
    );
  });
}
