import { relative } from 'node:path';
import { readPorts } from './base/ports';
import { startDemo, type Demo } from './stage/demo';
import { DemoError, Lifetime, stopOnSignals } from './base/lifetime';
import { errorOf, finishedExecution, runWorkflow } from './n8n/executions';
import { CRM_TO_DIALLER, DATA_FOLDER } from './base/settings';

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

/** What to look at, and what is going to happen. */
function describe({ n8n, emulator, proxy, owner }: Demo): string {
  return `
  n8n         ${n8n.url}
              e-mail ${owner.email}   password ${owner.password}   (new at each start)
  XiaoA       ${emulator.url}   (an emulator: nobody is really called)
  Slack       ${proxy.url}   (a stand-in: nothing leaves this machine)

  "CRM to dialler" has just sent eight leads as one task, and they are being called.
  "High-score alert" looks every ten seconds: calls that score 80 or more appear in
  Slack by themselves. Run "CRM to dialler" again in n8n for further calls.

  Ctrl-C stops everything.
`;
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
