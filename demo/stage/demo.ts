import { randomInt } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { startEmulator, type Emulator } from '../../emulator';
import { type Ports, demandFree, freePort } from '../base/ports';
import { installPackage } from '../install/installPackage';
import type { Lifetime } from '../base/lifetime';
import type { Credential } from '../n8n/credentials';
import type { N8nInstallation } from '../n8n/installation';
import { RestClient } from '../n8n/rest';
import { N8nProcess } from '../n8n/process';
import { InterceptingProxy } from '../proxy/interceptingProxy';
import { QuickChartStandIn } from '../quickchart/standIn';
import { PACKAGE_FOLDER, XIAOA_ACCOUNT, type Owner } from '../base/settings';
import { logInAsNewOwner } from '../setup/owner';
import { setUpCredentials } from '../setup/credentials';
import { forgetCalls, setUpWorkflows } from '../setup/workflows';
import { RobotStandIn } from '../robots/standIn';
import { SlackStandIn } from '../slack/standIn';

export interface DemoOptions {
  /** Where n8n keeps its data. What an earlier start left there is used and repaired. */
  folder: string;
  ports: Ports;
  report?: (line: string) => void;
  xiaoaAccount?: { username: string; password: string };
  callsPerSecond?: number;
  /** How much n8n says into its log. */
  logLevel?: 'debug';
  /** Which n8n; the demo's own without it. */
  installation?: N8nInstallation;
  /** Variables of n8n, on top of the demo's. */
  environment?: Record<string, string>;
}

/** An n8n that has the package and an owner, with no credential and no workflow yet. */
export interface EmptyDemo {
  emulator: Emulator;
  /** The only way out, which leads to the stand-ins. Its own address shows what is in Slack. */
  proxy: InterceptingProxy;
  slack: SlackStandIn;
  quickChart: QuickChartStandIn;
  robots: RobotStandIn;
  n8n: N8nProcess;
  /** Logged in as the owner. */
  rest: RestClient;
  owner: Owner;
}

export interface Demo extends EmptyDemo {
  credentials: { xiaoa: Credential; slack: Credential };
}

/** With this seed a few of the sample leads get a score that calls for an alert, the first at once. */
const SEED = 36;

/** Starts all that the demo consists of; `lifetime` stops it. */
export async function startDemo(options: DemoOptions, lifetime: Lifetime): Promise<Demo> {
  const { folder, report = () => {}, xiaoaAccount = XIAOA_ACCOUNT } = options;
  const demo = await startEmptyDemo(options, lifetime);
  report('Setting up its credentials and workflows');
  const credentials = await setUpCredentials(demo.rest, demo.emulator.url, xiaoaAccount);
  await setUpWorkflows(demo.rest, Object.values(credentials), folder);
  return { ...demo, credentials };
}

/** Starts the same without credentials and workflows. */
export async function startEmptyDemo(options: DemoOptions, lifetime: Lifetime): Promise<EmptyDemo> {
  const { folder, ports, report = () => {}, xiaoaAccount = XIAOA_ACCOUNT } = options;
  await demandFree(ports);
  await mkdir(folder, { recursive: true });

  const emulator = await startPlatform(options, xiaoaAccount);
  await lifetime.add(async () => await emulator.close());
  const slack = new SlackStandIn();
  const quickChart = new QuickChartStandIn();
  const robots = new RobotStandIn();
  const proxy = await InterceptingProxy.start({
    port: ports.slack,
    certificateFolder: join(folder, 'proxy'),
    hosts: { ...slack.hosts, ...quickChart.hosts, ...robots.hosts },
    page: slack.page,
  });
  await lifetime.add(async () => await proxy.stop());
  await installPackage(PACKAGE_FOLDER, folder);
  await forgetCalls(folder);

  const logFile = join(folder, 'n8n.log');
  report(`Starting n8n; what it says goes to ${logFile}`);
  const n8n = new N8nProcess(
    {
      userFolder: folder,
      port: ports.n8n,
      brokerPort: await freePort(),
      logLevel: options.logLevel,
      environment: options.environment,
      proxyUrl: proxy.url,
      certificateFile: proxy.certificateFile,
    },
    logFile,
    { installation: options.installation },
  );
  await lifetime.add(async () => await n8n.stop());
  await n8n.ready();

  const rest = new RestClient(n8n.url);
  const owner = await logInAsNewOwner(rest, folder);
  return { emulator, proxy, slack, quickChart, robots, n8n, rest, owner };
}

async function startPlatform(
  { ports, callsPerSecond = 2 }: DemoOptions,
  account: { username: string; password: string },
): Promise<Emulator> {
  const emulator = await startEmulator({
    port: ports.emulator,
    seed: SEED,
    account,
    dialler: { callsPerSecond },
    sampleData: true,
  });
  // Keys go by the seed. The platform would never give out a key of an earlier start again.
  for (let count = randomInt(1, 1000); count > 0; count -= 1) emulator.replaceKey();
  return emulator;
}
