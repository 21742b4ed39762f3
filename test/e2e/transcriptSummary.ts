import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { differs, type Report } from '../../demo/base/report';
import { finishedExecution, runWorkflow } from '../../demo/n8n/executions';
import { createWorkflow, type Workflow } from '../../demo/n8n/workflows';
import { newOnes } from './agent/newOnes';
import type { AgentWorld } from './agent/runAgent';

const FILE = join(__dirname, '..', '..', 'workflows', 'transcript-summary.json');
const TRIGGER = 'Answered call';

const SUMMARY = {
  outcome: 'interested',
  summary: '想知道今年的保费。',
  nextStep: '请专员下午回电话，报出保费。',
  objections: ['担心价格'],
};

/** The template as users import it: an answered call, what a model makes of it, a message. */
export async function checkTranscriptSummary(world: AgentWorld, report: Report): Promise<void> {
  const { demo, model, credential } = world;
  const [call] = demo.emulator.addCrmRecords([
    {
      phone: '13700000020',
      name: '王芳',
      talktimes: 30,
      // Too low for the demo's own alert.
      score: 40,
      talk_info: '##20180112195221f5a@@今年大概多少钱#@/home/record/20180419/fenduan_1.wav',
    },
  ]);
  await report.check('Template: Transcript summary by an AI model', async () => {
    const asked = newOnes(() => model.conversations);
    const told = newOnes(() => demo.slack.messages);
    model.script = () => JSON.stringify({ output: SUMMARY });
    const workflow = JSON.parse(await readFile(FILE, 'utf8')) as Workflow;
    const credentials = [demo.credentials.xiaoa, demo.credentials.slack, credential];
    for (const node of workflow.nodes) {
      const type = CREDENTIALS[node.type];
      const given = credentials.find((one) => one.type === type);
      if (given) node.credentials = { [type]: { id: given.id, name: given.name } };
    }
    const { id } = await createWorkflow(demo.rest, { ...workflow, id: 'transcriptSummary' });
    const execution = await finishedExecution(demo.rest, await runWorkflow(demo.rest, id, TRIGGER));
    const text = told()[0]?.text ?? '';
    return (
      differs('end', execution.data.resultData.error?.message, undefined) ??
      differs('questions', asked().length, 1) ??
      differs('transcript', asked()[0].prompt.includes('Customer: 今年大概多少钱'), true) ??
      differs('messages', told().length, 1) ??
      differs('message', text.split('\n'), [
        `*王芳* (${call.phone}): interested`,
        SUMMARY.summary,
        `*Next step:* ${SUMMARY.nextStep}`,
        '*Objections:* 担心价格',
      ])
    );
  });
}

const CREDENTIALS: Record<string, string> = {
  'n8n-nodes-xiaoa.xiaoACrmTrigger': 'xiaoAApi',
  'n8n-nodes-base.slack': 'slackApi',
  '@n8n/n8n-nodes-langchain.lmChatOpenAi': 'openAiApi',
};
