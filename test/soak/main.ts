/**
 * Both stories for an hour in a real n8n, against one server after another, each with habits of its own, whose moods
 * change and where things go wrong at random: nothing may be lost, nothing may come twice, and n8n's memory stays
 * what it was.
 *
 *   npm run test:soak                     an hour
 *   MINUTES=5 SEED=7 npm run test:soak    shorter, with other luck
 */
import { spawnSync } from 'node:child_process';
import { randomInt } from 'node:crypto';

import { Lifetime, runChecks } from '../../demo/base/lifetime';
import { Report } from '../../demo/base/report';
import { startTemporaryDemo } from '../../demo/stage/temporaryDemo';
import { Decks } from './decks';
import { Server, type Course } from './server';

const MINUTES = Number(process.env.MINUTES ?? 60);
const SERVER_MINUTES = Number(process.env.SERVER_MINUTES ?? 3);
const SEED = Number(process.env.SEED ?? randomInt(1_000_000));
const MINUTE_MS = 60_000;

const lifetime = new Lifetime();

async function main(): Promise<number> {
  console.log(`Seed ${SEED}, ${MINUTES} minutes (SEED=… MINUTES=… SERVER_MINUTES=…)`);
  const report = new Report();
  const { rest, n8n } = await startTemporaryDemo(lifetime, {
    report: console.error,
    // An hour of executions would fill the database, which is not what is looked at.
    environment: { EXECUTIONS_DATA_SAVE_ON_SUCCESS: 'none' },
  });
  const memory: number[] = [];
  const watch = setInterval(() => memory.push(residentMegabytes(n8n.pid!)), 10_000);
  await lifetime.add(() => clearInterval(watch));

  const decks = new Decks(SEED);
  const courses: Course[] = [];
  const end = Date.now() + MINUTES * MINUTE_MS;
  for (let number = 1; Date.now() < end; number += 1) {
    const server = await Server.open(lifetime, rest, decks, SEED, number);
    console.log(`        ${time()} server ${number}: ${server.habits.join(', ')}`);
    await server.live(Math.min(SERVER_MINUTES * MINUTE_MS, end - Date.now()));
    const course = await server.check(report);
    console.log(`        ${inWords(course)}`);
    courses.push(course);
    await server.close();
  }
  clearInterval(watch);

  await report.check("n8n's memory stays what it was", () => {
    const quarter = Math.ceil(memory.length / 4);
    const early = median(memory.slice(quarter, 2 * quarter));
    const late = median(memory.slice(-quarter));
    console.log(`        ${early} MB in the second quarter, ${late} MB in the last`);
    return late <= early * 1.2 + 50 ? undefined : `${memory.join(', ')} MB`;
  });
  const dealt = [...decks.dealt].map(([name, times]) => `${name} × ${times}`);
  console.log(`        What happened: ${dealt.join(', ')}`);
  console.log(`        ${courses.length} servers, ${inWords(sum(courses))}`);
  return report.finish();
}

function inWords(course: Course): string {
  const { records, requests, refused, imports, failedImports, sentAgain } = course;
  return `${requests} requests, ${refused} of them without success; ${records} records; ${imports} imports, ${failedImports} of them failed, ${sentAgain} were sent in several requests`;
}

function sum(courses: Course[]): Course {
  const total = (name: keyof Course) => courses.reduce((all, course) => all + course[name], 0);
  return {
    records: total('records'),
    requests: total('requests'),
    refused: total('refused'),
    imports: total('imports'),
    failedImports: total('failedImports'),
    sentAgain: total('sentAgain'),
  };
}

function time(): string {
  return new Date().toISOString().slice(11, 19);
}

function residentMegabytes(pid: number): number {
  const { stdout } = spawnSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' });
  return Math.round(Number(stdout) / 1024);
}

function median(values: number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}

runChecks(lifetime, main);
