/**
 * An external hook of n8n (`EXTERNAL_HOOK_FILES`): tells the bench what each node of an execution took by n8n's own
 * clock, and how many items it gave, so that n8n need not keep an execution of 100,000 items to be asked about it.
 * With `XIAOA_BENCH_PROFILE` (a folder) it also writes a CPU profile of every execution.
 */
const { Session } = require('node:inspector/promises');
const { writeFileSync } = require('node:fs');
const { join } = require('node:path');

const { XIAOA_BENCH_TIMES: address, XIAOA_BENCH_PROFILE: folder } = process.env;
let profiler;

async function startProfile() {
  if (!folder) return;
  profiler = new Session();
  profiler.connect();
  await profiler.post('Profiler.enable');
  await profiler.post('Profiler.setSamplingInterval', { interval: 200 });
  await profiler.post('Profiler.start');
}

async function writeProfile(name) {
  if (!profiler) return;
  const { profile } = await profiler.post('Profiler.stop');
  profiler.disconnect();
  profiler = undefined;
  writeFileSync(join(folder, `${name}.cpuprofile`), JSON.stringify(profile));
}

function timesOf(run) {
  const { runData, error } = run.data.resultData;
  const nodes = Object.entries(runData).map(([name, runs]) => {
    const { executionTime, data, error: nodeError } = runs[runs.length - 1];
    const items = data?.main?.[0] ?? [];
    return [
      name,
      { ms: executionTime, items: items.length, first: items[0]?.json, error: nodeError?.message },
    ];
  });
  return { error: error?.message, nodes: Object.fromEntries(nodes) };
}

module.exports = {
  workflow: {
    preExecute: [startProfile],
    postExecute: [
      async (run, workflow, executionId) => {
        await writeProfile(`${workflow.name} ${executionId}`);
        await fetch(address, {
          method: 'POST',
          body: JSON.stringify({ executionId, ...timesOf(run) }),
        });
      },
    ],
  },
};
