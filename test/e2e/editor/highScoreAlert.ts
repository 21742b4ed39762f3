import { differs, type Report, eventually } from '../../../demo/base/report';
import type { EmptyDemo } from '../../../demo/stage/demo';
import type { Editor } from '../../../demo/editor/editor';
import type { NodeView } from '../../../demo/editor/nodeView';
import { SLACK_TOKEN } from '../../../demo/base/settings';
import { Story } from './story';

/** n8n polls every minute; three of them, because the first takes the baseline. */
const ALERT_MS = 200_000;

/** The second story, with the credential that the first has made: a promising call is a message in Slack. */
export async function highScoreAlert(
  { emulator, slack }: EmptyDemo,
  editor: Editor,
  report: Report,
): Promise<void> {
  const story = new Story('High-score alert', editor, report);
  const promising = { phone: '13900139001', name: '周莉', score: 95 };
  let node: NodeView;

  await story.step('the trigger takes a minimum score', async () => {
    await editor.newWorkflow();
    await editor.addNode('XiaoA CRM', 'On new XiaoA CRM event');
    node = await editor.openedNode();
    await node.addField('Add filter', 'Min Score');
    await node.fill('minScore', '80');
  });
  await story.step('it fetches a record to build on', async () => {
    await node.execute();
    const output = await node.outputText();
    const score = Number(/"score": (\d+)/.exec(output)?.[1]);
    await node.show('output-panel', 'schema');
    return score >= 80 ? undefined : `It gave ${output}`;
  });
  await story.step('Slack follows', async () => {
    await node.close();
    await editor.addNode('Slack', 'Send a message');
    node = await editor.openedNode();
    const dialog = await node.newCredential();
    await dialog.fill('accessToken', SLACK_TOKEN);
    return await dialog.save();
  });
  await story.step('its message is made of the record', async () => {
    await node.choose('select', 'Channel');
    await node.chooseFromList('channelId', 'sales', 'sales');
    await node.writeExpression('text', '{{ $json.name }} {{ $json.phone }}: {{ $json.score }}');
    await node.close();
  });
  await story.step('it is published', async () => {
    await editor.publish();
  });
  await story.step('a new record arrives once, and no other', async () => {
    const before = slack.messages.length;
    emulator.addCrmRecords([promising, { phone: '13900139002', score: 79 }]);
    await eventually(() => slack.messages.length > before, ALERT_MS);
    return differs(
      'messages',
      slack.messages.slice(before).map(({ channel, text }) => `${channel} ${text.split('\n')[0]}`),
      [`#sales ${promising.name} ${promising.phone}: ${promising.score}`],
    );
  });
}
