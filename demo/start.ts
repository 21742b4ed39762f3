import { relative } from 'node:path';
import { readPorts } from './arguments';
import { describe } from './banner';
import { startDemo, type Demo } from './demo';
import { DemoError } from './demoError';
import { Lifetime } from './lifetime';
import { errorOf, finishedExecution, runWorkflow } from './n8n/executions';
import { CRM_TO_DIALLER, DATA_FOLDER } from './settings';
import { stopOnSignals } from './signals';

const lifetime = new Lifetime();

async function main(): Promise<void> {
  const ports = readPorts(process.argv.slice(2), process.env);
  const demo = await startDemo({ folder: DATA_FOLDER, ports, report }, lifetime);
  report('Sending the sample leads to the dialler');
  await sendLeads(demo);
  console.log(describe(demo));
  const why = await demo.n8n.exited;
  throw new DemoError(`n8n stopped (${why}). What it said: ${demo.n8n.logFile}`);
}

/** So that there is something to see without a click. Edited workflows may well refuse. */
async function sendLeads({ rest }: Demo): Promise<void> {
  try {
    const id = await runWorkflow(rest, CRM_TO_DIALLER.id, CRM_TO_DIALLER.trigger);
    const reason = errorOf(await finishedExecution(rest, id));
    if (reason) report(`The workflow did not get through: ${reason}`);
  } catch (error) {
    report(`The workflow did not run: ${(error as Error).message}`);
  }
}

function report(line: string): void {
  console.log(line.replace(DATA_FOLDER, relative(process.cwd(), DATA_FOLDER)));
}

stopOnSignals(lifetime, 0);
main().catch(async (error: unknown) => {
  // Stopping n8n makes main fail as well: that is no news.
  if (lifetime.isClosing) return;
  console.error(error instanceof DemoError ? error.message : error);
  await lifetime.close();
  process.exit(1);
});
