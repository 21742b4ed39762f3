/**
 * An import of 30,000 leads by *XiaoA Task: Create*, in a real n8n, against three other ways to do it:
 *
 * - plain JavaScript with `fetch` in a process of its own: all that one would have to write, with the phones cleaned by
 *   the node's own rules;
 * - a Code node that maps, cleans, drops repeated phones, builds and signs one body, and an HTTP Request node that sends
 *   it. The time is that of both nodes. The Code node runs in n8n's task runner, as it does by default;
 * - an HTTP Request node that sends each lead by itself. That is measured with fewer leads and scaled up.
 *
 * The time of a node is the one that n8n notes in the execution; it begins when the items lie before the node. The leads
 * are mapped by expressions: `{{ $json.name.trim() }}`, `{{ $json.phone }}`, `{{ $json.city }}市 {{ $json.name }}`.
 */
import { httpRequest } from './support/httpRequest';
import { buildStep, createStep, leadRequest } from './support/importSteps';
import { succeeded, type Lab } from './support/lab';
import { leadsCode } from '../support/people';
import { inRounds, type Contender } from './support/rounds';
import { ratioLine, type Line } from './support/table';

const LEADS = 30_000;
const SINGLE_LEADS = 300;
const ROUNDS = 7;

const CREATE = `XiaoA Task: Create, ${LEADS} leads`;
const PLAIN = 'bare fetch';
const CODE = 'Code + HTTP Request';
const SINGLE = `HTTP Request an item (${SINGLE_LEADS} × ${LEADS / SINGLE_LEADS})`;

export async function compareImport(lab: Lab): Promise<Line[]> {
  const rounds = await inRounds(
    [await byNode(lab), byPlainProgram(lab), await byCodeNode(lab), await byHttpRequests(lab)],
    ROUNDS,
  );
  return [
    ratioLine(rounds, CREATE, PLAIN, { words: '≤ 1.3 ×', met: (ratio) => ratio <= 1.3 }),
    ratioLine(rounds, CREATE, CODE, { words: '≤ 1 ×', met: (ratio) => ratio <= 1 }),
    ratioLine(rounds, CREATE, SINGLE),
  ];
}

async function byNode(lab: Lab): Promise<Contender> {
  const run = await lab.workflow([createStep(lab)], leadsCode(LEADS));
  return {
    name: CREATE,
    run: async () => {
      const { Create } = succeeded(await run()).nodes;
      expectAll(Create.first?.success);
      return Create.ms;
    },
  };
}

function byPlainProgram({ emulator, plain, session }: Lab): Contender {
  const args = {
    url: emulator.url,
    ...session,
    projectSn: emulator.templates[0].sn,
    aiUserSn: emulator.aiUsers[0].user_sn,
    count: LEADS,
  };
  return { name: PLAIN, run: async () => await plain.run({ task: 'import', args }) };
}

async function byCodeNode(lab: Lab): Promise<Contender> {
  const send = httpRequest(`${lab.emulator.url}/api/addJson`, '={{ $json }}');
  const run = await lab.workflow([buildStep(lab), send], leadsCode(LEADS));
  return {
    name: CODE,
    run: async () => {
      const { Build, Send } = succeeded(await run()).nodes;
      expectAll((Send.first?.data as { success?: unknown } | undefined)?.success);
      return Build.ms + Send.ms;
    },
  };
}

async function byHttpRequests(lab: Lab): Promise<Contender> {
  const run = await lab.workflow([leadRequest(lab)], leadsCode(SINGLE_LEADS));
  return {
    name: SINGLE,
    run: async () => (succeeded(await run()).nodes.Send.ms * LEADS) / SINGLE_LEADS,
  };
}

function expectAll(taken: unknown): void {
  if (taken !== LEADS) throw new Error(`${String(taken)} of ${LEADS} were taken`);
}
