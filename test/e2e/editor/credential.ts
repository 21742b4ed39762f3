import type { EmptyDemo } from '../../../demo/stage/demo';
import { XIAOA_ACCOUNT } from '../../../demo/base/settings';
import type { CredentialDialog } from '../../../demo/editor/credentialDialog';
import type { Editor } from '../../../demo/editor/editor';
import type { NodeView } from '../../../demo/editor/nodeView';
import type { Report } from '../../../demo/base/report';
import { Story } from './story';

/** What the dialog of a credential that exists says and shows while it is changed. It ends as it began. */
export async function credentialDialog(
  { emulator }: EmptyDemo,
  editor: Editor,
  report: Report,
): Promise<void> {
  const story = new Story('The credential', editor, report);
  const nowhere = 'http://127.0.0.1:9';
  let node: NodeView;
  let dialog: CredentialDialog;
  const shows = async (text: string) => await dialog.root.getByText(text).first().isVisible();
  const says = async (what: string) => {
    const verdict = await dialog.save();
    return verdict?.includes(what) ? undefined : `It says: ${verdict}`;
  };

  await story.step('it is tested when it is opened', async () => {
    await editor.newWorkflow();
    await editor.addNode('XiaoA Template', 'Get many templates');
    node = await editor.openedNode();
    dialog = await node.openCredential();
    const verdict = await dialog.verdict();
    return verdict.includes('Connection tested successfully') ? undefined : `It says: ${verdict}`;
  });
  await story.step('an address without TLS is warned of', async () =>
    (await shows('This address starts with http://')) ? undefined : 'Nothing warns',
  );
  await story.step('a wrong password is found out, although a key is stored', async () => {
    await dialog.fill('password', 'wrong');
    return await says('Wrong user name or password (XiaoA code 20004)');
  });
  await story.step('so is an address where nothing answers', async () => {
    await dialog.fill('baseUrl', nowhere);
    return await says(`Couldn't reach XiaoA at ${nowhere}: connection refused`);
  });
  await story.step('an access ID asks for other fields', async () => {
    await dialog.choose('authentication', 'Access ID');
    const isThere = async (name: string) =>
      await dialog.root.getByTestId(`parameter-input-${name}`).isVisible();
    const fields = ['accessId', 'accessSecret', 'username', 'password'];
    const seen = await Promise.all(fields.map(isThere));
    const sharing = await shows('XiaoA allows one API session per account');
    return String([...seen, sharing]) === 'true,true,false,false,false'
      ? undefined
      : `Of ${fields.join(', ')} and the notice it shows ${String([...seen, sharing])}`;
  });
  await story.step('the right ones pass', async () => {
    await dialog.choose('authentication', 'User Name and Password');
    await dialog.fill('baseUrl', emulator.url);
    await dialog.fill('password', XIAOA_ACCOUNT.password);
    // A new credential's dialog closes by itself, that of an older one stays.
    const verdict = (await dialog.save()) ?? '';
    if (!verdict.includes('Connection tested successfully')) {
      return verdict === '' ? undefined : `It says: ${verdict}`;
    }
    return await dialog.close();
  });
}
