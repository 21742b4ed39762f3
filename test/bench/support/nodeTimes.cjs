/**
 * An external hook of n8n (`EXTERNAL_HOOK_FILES`): tells the bench what each node of an execution took by n8n's own
 * clock, and how many items it gave, so that n8n need not keep an execution of 100,000 items to be asked about it.
 * It watches n8n's event loop as well: how long it stood still, and what memory the process held meanwhile.
 * With `XIAOA_BENCH_PROFILE` (a folder) it also writes a CPU profile of every execution. When it is asked to, it tells
 * what the processor did while each node worked.
 */
const { createServer } = require('node:http');
const { Session } = require('node:inspector/promises');
const { writeFileSync } = require('node:fs');
const { join } = require('node:path');

const { XIAOA_BENCH_TIMES: address, XIAOA_BENCH_PROFILE: folder } = process.env;
let profiler;
/** Whether executions are to be broken down; asked for while n8n runs. */
let breaksDown = false;

/** When the event loop stood still for more than a moment: its end, and for how long. */
let stalls = [];
/** Resident memory by and by. */
let memory = [];
const TICK_MS = 2;
const KEPT_MS = 15 * 60_000;

let last = performance.now();
setInterval(() => {
  const now = performance.now();
  const stood = now - last - TICK_MS;
  last = now;
  const at = Date.now();
  if (stood > 5) stalls.push({ at, ms: stood });
  if (!(memory.at(-1)?.at > at - 50)) memory.push({ at, bytes: process.memoryUsage.rss() });
  if (stalls[0]?.at < at - KEPT_MS) stalls = stalls.filter((stall) => stall.at > at - KEPT_MS / 2);
  if (memory[0].at < at - KEPT_MS) memory = memory.filter((sample) => sample.at > at - KEPT_MS / 2);
}, TICK_MS).unref();

function watched(from, to) {
  // What n8n does before and after a node, such as telling the editor, often stands in one piece with it.
  const during = stalls.map(({ at, ms }) => Math.min(at, to) - Math.max(at - ms, from));
  const held = memory.filter(({ at }) => at >= from - 50 && at <= to).map(({ bytes }) => bytes);
  return { stallMs: Math.max(0, ...during), rss: Math.max(0, ...held) };
}

/** When the trigger polled. n8n has loaded the nodes before its hooks. */
let polls = [];
for (const [file, { exports }] of Object.entries(require.cache)) {
  if (file.endsWith('/XiaoACrmTrigger.node.js')) watchPolls(exports.XiaoACrmTrigger.prototype);
}

function watchPolls(trigger) {
  const { poll } = trigger;
  trigger.poll = async function () {
    const from = Date.now();
    try {
      return await poll.call(this);
    } finally {
      polls = [...polls.filter(({ to }) => to > from - KEPT_MS), { from, to: Date.now() }];
    }
  };
}

function watchedPolls(from, to) {
  const seen = polls.filter((poll) => poll.from >= from && poll.to <= to);
  const all = seen.map((poll) => watched(poll.from, poll.to));
  return {
    polls: seen.length,
    stallMs: Math.max(0, ...all.map(({ stallMs }) => stallMs)),
    rss: Math.max(0, ...all.map(({ rss }) => rss)),
  };
}

/** Answers with what was seen between two times: `/?from=…&to=…`, in milliseconds; `/polls?…`: in polls alone. */
const server = createServer((request, response) => {
  const { pathname, searchParams } = new URL(request.url, 'http://localhost');
  if (pathname === '/breakdown') {
    breaksDown = searchParams.get('on') === 'true';
    response.end('{}');
    return;
  }
  const look = pathname === '/polls' ? watchedPolls : watched;
  response.end(
    JSON.stringify(look(Number(searchParams.get('from')), Number(searchParams.get('to')))),
  );
});
server.listen(0, '127.0.0.1').unref();

async function startProfile() {
  if (!folder && !breaksDown) return;
  profiler = new Session();
  profiler.connect();
  await profiler.post('Profiler.enable');
  await profiler.post('Profiler.setSamplingInterval', { interval: 200 });
  await profiler.post('Profiler.start');
}

/** @returns the profile, and when it began, in milliseconds since 1970 */
async function stopProfile(name) {
  if (!profiler) return undefined;
  const { profile } = await profiler.post('Profiler.stop');
  const began = Date.now() - (profile.endTime - profile.startTime) / 1000;
  profiler.disconnect();
  profiler = undefined;
  if (folder) writeFileSync(join(folder, `${name}.cpuprofile`), JSON.stringify(profile));
  return { profile, began };
}

/** Milliseconds of a node's time, by whose code ran. */
function breakdown({ profile, began }, from, to) {
  const frames = new Map(profile.nodes.map((frame) => [frame.id, frame]));
  for (const frame of profile.nodes) {
    for (const child of frame.children ?? []) frames.get(child).parent = frame;
  }
  const sums = {};
  let at = began;
  for (const [index, id] of profile.samples.entries()) {
    const ms = profile.timeDeltas[index] / 1000;
    at += ms;
    const frame = frames.get(id);
    // The profiler's own start is none of the node's time.
    if (at < from || at > to || frame.callFrame.url === 'node:inspector') continue;
    const whose = ownerOf(frame);
    sums[whose] = (sums[whose] ?? 0) + ms;
  }
  return sums;
}

/** What is built into JavaScript, such as JSON.parse, belongs to who calls it. */
function ownerOf(frame) {
  const { functionName, url } = frame.callFrame;
  if (functionName === '(garbage collector)') return 'garbage collection';
  if (functionName === '(idle)') return 'waiting';
  if (url.includes('/n8n-nodes-xiaoa/')) return 'this package';
  if (url.startsWith('node:')) return 'Node';
  if (url !== '') return 'n8n and its libraries';
  return frame.parent ? ownerOf(frame.parent) : 'n8n and its libraries';
}

function timesOf(run, profiled) {
  const { runData, error } = run.data.resultData;
  const nodes = Object.entries(runData).map(([name, runs]) => {
    const { startTime, executionTime, data, error: nodeError } = runs[runs.length - 1];
    const items = data?.main?.[0] ?? [];
    return [
      name,
      {
        ms: executionTime,
        items: items.length,
        first: items[0]?.json,
        error: nodeError?.message,
        ...watched(startTime, startTime + executionTime),
        breakdown: profiled && breakdown(profiled, startTime, startTime + executionTime),
      },
    ];
  });
  return { error: error?.message, nodes: Object.fromEntries(nodes) };
}

module.exports = {
  workflow: {
    preExecute: [startProfile],
    postExecute: [
      async (run, workflow, executionId) => {
        const profiled = await stopProfile(`${workflow.name} ${executionId}`);
        // The end of the last node is seen by the watch, too.
        await new Promise((resolve) => setTimeout(resolve, 20));
        const watch = `http://127.0.0.1:${server.address().port}`;
        await fetch(address, {
          method: 'POST',
          body: JSON.stringify({ executionId, watch, ...timesOf(run, profiled) }),
        });
      },
    ],
  },
};
