import type { Demo } from '../../demo/stage/demo';
import { differs, type Report } from '../../demo/base/report';
import { createCredential, readCredential, testCredential } from '../../demo/n8n/credentials';
import { runSteps } from './runNode';

const LIST = {
  name: 'List',
  type: 'xiaoATask',
  parameters: { resource: 'task', operation: 'getAiUsers' },
};

const FIFTY = 'Array.from({ length: 50 }, (_, index) => ({ index }))';

/** What the credential dialog says, and what a run says, when a password is right and when it is wrong. */
export async function checkCredentialTest(demo: Demo, report: Report): Promise<void> {
  const { emulator, rest } = demo;
  const { id } = demo.credentials.xiaoa;

  await report.check('the credential test passes, and really logs in', async () => {
    const before = emulator.logins;
    const { status, message } = await testCredential(rest, await readCredential(rest, id));
    return (
      differs('status', status, 'OK') ??
      (emulator.logins > before ? undefined : `No login: ${message}`)
    );
  });

  await report.check('it says that a new password is wrong, although a key is stored', async () => {
    const stored = await readCredential(rest, id);
    const { status, message } = await testCredential(rest, {
      ...stored,
      data: { ...stored.data, password: 'another' },
    });
    return (
      differs('status', status, 'Error') ??
      (message.includes('Wrong user name or password') ? undefined : `It says: ${message}`)
    );
  });

  await report.check('it says that nothing answers at an address', async () => {
    const stored = await readCredential(rest, id);
    const { status, message } = await testCredential(rest, {
      ...stored,
      data: { ...stored.data, baseUrl: 'http://127.0.0.1:9' },
    });
    return (
      differs('status', status, 'Error') ??
      (message.includes("Couldn't reach XiaoA") ? undefined : `It says: ${message}`)
    );
  });

  await report.check('a run with a wrong password says so, after one attempt', async () => {
    const username = 'with-a-wrong-password';
    emulator.addAccount({ username, password: 'right' });
    const credential = await createCredential(rest, {
      name: 'Wrong password',
      type: 'xiaoAApi',
      data: { baseUrl: emulator.url, username, password: 'another', signatureEncoding: 'escaped' },
    });
    const { error } = await runSteps(demo, [LIST], FIFTY, credential);
    const attempts = emulator
      .requestsTo('/api/login')
      .filter(({ params }) => params.username === username);
    return (
      (error?.message.includes('Wrong user name or password')
        ? undefined
        : `It says: ${error?.message}`) ?? differs('attempts', attempts.length, 1)
    );
  });
}
