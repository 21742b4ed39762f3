/**
 * Downloads recordings through the Recording node in n8n-core's engine, with files kept in a folder as n8n
 * does by default. Prints seconds, and by how much the process grew above its idle at the peak; the
 * emulator, which makes the recordings up as it sends them, runs in the same process and is included.
 *
 *   npm run build && npx tsx test/bench/downloadMemory.ts [seconds of a call] [calls]
 *
 * A second of a call is 16,000 bytes.
 */
import { stat } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

import type { IBinaryData, INodeExecutionData } from 'n8n-workflow';

import { keepFilesIn, type BinaryDataStore } from '../support/binaryData';
import { setUp, type Bench } from '../support/platform';

const SAMPLE_MS = 10;
const MB = 1e6;

async function download(bench: Bench, seconds: number, calls: number) {
  const records = bench.emulator.addCrmRecords(Array(calls).fill({ talktimes: seconds }));
  const { items, error } = await bench.engine.runNode({
    type: 'xiaoARecording',
    parameters: { resource: 'recording', operation: 'download' },
    credentials: bench.credentials,
    items: records as never,
  });
  if (error) throw error;
  return items;
}

async function bytesOf(store: BinaryDataStore, items: INodeExecutionData[]): Promise<number> {
  const sizes = items.map(async ({ binary }) => (await stat(pathOf(store, binary!.data))).size);
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}

function pathOf({ folder }: BinaryDataStore, { id }: IBinaryData): string {
  return `${folder}/${id!.split(':')[1]}`;
}

async function main(seconds = 30_000, calls = 1): Promise<void> {
  const bench = await setUp();
  const store = await keepFilesIn('filesystem');
  try {
    // Everything is loaded and warm before the measurement begins.
    await download(bench, 1, 3);
    await sleep(500);
    const idle = process.memoryUsage().rss;
    let peak = idle;
    const watch = setInterval(() => {
      peak = Math.max(peak, process.memoryUsage().rss);
    }, SAMPLE_MS);
    const start = performance.now();
    const items = await download(bench, seconds, calls);
    const took = (performance.now() - start) / 1000;
    clearInterval(watch);
    const bytes = await bytesOf(store, items);
    const expected = calls * (44 + seconds * 16_000);
    if (bytes !== expected) throw new Error(`${bytes} bytes were kept instead of ${expected}`);
    console.log(
      `${calls} × ${(bytes / calls / MB).toFixed(0)} MB: ${took.toFixed(1)} s, ` +
        `peak ${((peak - idle) / MB).toFixed(0)} MB above idle (${(idle / MB).toFixed(0)} MB)`,
    );
  } finally {
    store.close();
    await bench.close();
  }
}

void main(...process.argv.slice(2).map(Number));
