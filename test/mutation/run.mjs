// npm run test:mutation [-- [--quick] [--tests=test/nodes/lists,…] [--longest=200] xiaoa/contacts nodes/CrmTrigger/watch.ts …]:
// would the tests notice a mistake?
// Prints the mutants that no test notices, then a table by folder.
// StrykerJS's mutants are all put into the code at once, each behind a switch, and tried in one process for each core:
// each mutant with the tests that run through its place, the quickest first, until one fails.
import { fork } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

import { ensureInstalled } from '../../scripts/ensureInstalled.mjs';

ensureInstalled();
const { instrument } = await import('./instrument.mjs');
const { reachIn } = await import('./reach.mjs');
const { DEFAULT_SOURCES, ROOMS, WITHOUT_LOGIC } = await import('./rooms.mjs');

const HERE = dirname(fileURLToPath(import.meta.url));
const ROOT = join(HERE, '..', '..');
/** A process that has given no sign for this long, beyond the limit of what it has begun, hangs. */
const PATIENCE_MS = 1_000;
const PROGRESS_MS = 60_000;

process.chdir(ROOT);
const given = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const isQuick = process.argv.includes('--quick');
const testsGiven = process.argv.find((argument) => argument.startsWith('--tests='))?.slice(8);
/** Tests that take longer than this, in ms, are left out. */
const longestMs = Number(
  process.argv.find((argument) => argument.startsWith('--longest='))?.slice(10) ?? Infinity,
);
const equivalent = JSON.parse(readFileSync(join(HERE, 'equivalent.json'), 'utf8'));
const reaches = reachIn(ROOT);
const folder = mkdtempSync(join(tmpdir(), 'mutants-'));

/** By folder. */
const scores = new Map();
const started = Date.now();
try {
  for (const room of ROOMS) {
    const files = sourcesOf(room);
    if (files.length > 0) await tryRoom(room, files);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
printTable();

function sourcesOf(room) {
  const wanted = given.length > 0 ? given : DEFAULT_SOURCES;
  return allFiles(room.sources)
    .filter((file) => ROOMS.find(({ sources }) => file.startsWith(sources)) === room)
    .filter((file) => wanted.some((prefix) => file.startsWith(prefix)))
    .filter((file) => !WITHOUT_LOGIC.some((pattern) => pattern.test(file)))
    .sort();
}

function allFiles(under) {
  return readdirSync(under.split('/')[0], { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => relative(ROOT, join(entry.parentPath ?? entry.path, entry.name)))
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => file.startsWith(under));
}

async function tryRoom(room, files) {
  const { mutants, code } = await instrument(files);
  const codeFile = join(folder, 'code.json');
  writeFileSync(codeFile, JSON.stringify(code));

  const roomStarted = Date.now();
  let open = new Map(mutants.map((mutant) => [mutant, 0]));
  const alive = new Set();
  const stages = testsGiven
    ? [testsGiven.split(',')]
    : room.tests.slice(0, isQuick ? -1 : undefined);
  for (const prefixes of stages) {
    const isLast = prefixes === stages.at(-1);
    if (open.size > 0) open = await survivors(open, prefixes, codeFile, isLast);
    for (const mutant of open.keys()) {
      if (!isLast && !isEquivalent(mutant)) continue;
      // More tests would not notice these either, and take long to say so.
      alive.add(mutant);
      open.delete(mutant);
    }
  }

  sayStale(files, mutants, alive);
  for (const mutant of mutants) {
    const score = scoreOf(dirname(mutant.file));
    if (!alive.has(mutant)) score.killed += 1;
    else if (isEquivalent(mutant)) score.equivalent += 1;
    else score.survived += 1;
    score.ms += mutant.ms ?? 0;
  }
  const seconds = Math.round((Date.now() - roomStarted) / 1000);
  console.log(`${room.sources} took ${seconds} s`);
}

function scoreOf(folderName) {
  const fresh = { killed: 0, equivalent: 0, survived: 0, ms: 0 };
  if (!scores.has(folderName)) scores.set(folderName, fresh);
  return scores.get(folderName);
}

/** Those mutants that no test of these files notices, each with the number of tests that have seen it. */
async function survivors(mutants, prefixes, codeFile, isLast) {
  const sources = [...new Set([...mutants.keys()].map(({ file }) => file))];
  const testFiles = allFiles('test/')
    .filter((file) => file.endsWith('.test.ts'))
    .filter((file) => prefixes.some((prefix) => file.startsWith(prefix)))
    .filter((file) => reaches(file, sources));
  const first = startWorker(codeFile);
  const dry = await first.ask({ work: 'prepare', files: testFiles });
  if (dry.hung) throw new Error('The tests cannot be run, with no mutant either');
  for (const line of dry.failed) console.log(`fails without any mutant, and is left out: ${line}`);

  const alive = new Map();
  const left = mutants.entries();
  let tried = 0;
  let shown = Date.now();
  const tryWhatIsLeft = async (worker) => {
    for (const [mutant, seen] of left) {
      const begun = Date.now();
      tried += 1;
      if (begun - shown > PROGRESS_MS) {
        shown = begun;
        console.error(`${tried} of ${mutants.size} tried with ${prefixes.join(', ')}`);
      }
      const order = orderFor(mutant, dry);
      let outcome = {};
      if (order.keys.length > 0) {
        outcome = await worker.ask({ work: 'attempt', mutant: mutant.id, ...order });
        if (outcome.hung) worker = await startTaught(codeFile, dry.tests);
      }
      mutant.ms = (mutant.ms ?? 0) + Date.now() - begun;
      if (outcome.killer || outcome.hung) continue;
      alive.set(mutant, seen + order.keys.length);
      if (isLast && !isEquivalent(mutant)) describe(mutant, alive.get(mutant));
    }
    worker.end();
  };
  const others = Array.from(
    { length: availableParallelism() - 1 },
    async () => await tryWhatIsLeft(await startTaught(codeFile, dry.tests)),
  );
  await Promise.all([tryWhatIsLeft(first), ...others]);
  return alive;
}

async function startTaught(codeFile, tests) {
  const worker = startWorker(codeFile);
  await worker.ask({ work: 'learn', tests });
  return worker;
}

/** The tests that run through a mutant's place, the quickest first. */
function orderFor({ id }, { tests, atLoad }) {
  const loading = new Set(Object.keys(atLoad).filter((file) => atLoad[file].includes(id)));
  const covering = tests
    .filter(({ file, hits }) => hits[id] !== undefined || loading.has(file))
    .filter(({ ms }) => ms <= longestMs)
    .sort((a, b) => a.ms - b.ms);
  return {
    keys: covering.map(({ key }) => key),
    files: [...new Set(covering.map(({ file }) => file))],
    hits: Math.max(0, ...covering.map(({ hits }) => hits[id] ?? 0)),
    reload: loading.size > 0,
  };
}

function startWorker(codeFile) {
  const child = fork(join(HERE, 'worker.cjs'), [codeFile]);
  return {
    async ask(order) {
      return await new Promise((resolve) => {
        let timer;
        const waitFor = (ms) => {
          clearTimeout(timer);
          timer = setTimeout(() => child.kill('SIGKILL'), ms);
        };
        const end = (answer) => {
          clearTimeout(timer);
          child.removeAllListeners();
          resolve(answer);
        };
        child.on('message', ({ limitMs, ...answer }) =>
          limitMs === undefined ? end(answer) : waitFor(limitMs + PATIENCE_MS),
        );
        child.once('exit', () => end({ hung: true }));
        child.send(order);
      });
    },
    end: () => child.kill('SIGKILL'),
  };
}

function isEquivalent(mutant) {
  return equivalent.some((entry) => isMeant(entry, mutant));
}

function isMeant(entry, { file, line, from, to }) {
  const { in: part = '' } = entry;
  return (
    entry.file === file &&
    entry.from === from &&
    (entry.to ?? to) === to &&
    readFileSync(file, 'utf8').split('\n')[line - 1].includes(part)
  );
}

/** Entries of the list that have had their day: the code has changed, or a test notices the difference now. */
function sayStale(files, mutants, alive) {
  for (const entry of equivalent.filter(({ file }) => files.includes(file))) {
    const meant = mutants.filter((mutant) => isMeant(entry, mutant));
    if (meant.some((mutant) => alive.has(mutant))) continue;
    const why = meant.length === 0 ? 'there is no such mutant' : 'a test notices it';
    console.log(
      `${entry.file} listed as equivalent, but ${why}: ${entry.from} → ${entry.to ?? ''}`,
    );
  }
}

function describe({ file, line, column, kind, from, to }, tests) {
  // Of long texts, such as patterns, what differs is worth showing.
  let same = 0;
  while (same < to.length && from[same] === to[same]) same += 1;
  const start = Math.max(0, same - 40);
  const short = (text) => text.slice(start, start + 100).replace(/\s+/g, ' ');
  const noticed = tests === 0 ? 'no test runs through it' : `${tests} tests run through it`;
  console.log(`${file}:${line}:${column} ${kind}: ${short(from)} → ${short(to)} (${noticed})`);
}

function printTable() {
  const names = ['killed', 'equivalent', 'survived', 'ms'];
  const all = scoreOf('all');
  for (const [name, score] of scores) {
    if (name !== 'all') for (const key of names) all[key] += score[key];
  }
  const rows = [...scores].map(([name, { killed, equivalent: same, survived, ms }]) => {
    const tried = killed + survived;
    const percent = tried === 0 ? 100 : (100 * killed) / tried;
    const seconds = Math.round((name === 'all' ? Date.now() - started : ms) / 1000);
    return [name, tried + same, killed, same, survived, `${percent.toFixed(1)} %`, `${seconds} s`];
  });
  const head = ['folder', 'mutants', 'killed', 'equivalent', 'survivors', 'score', 'time'];
  for (const [name, ...figures] of [head, ...rows]) {
    console.log(name.padEnd(28) + figures.map((figure) => String(figure).padStart(11)).join(''));
  }
}
