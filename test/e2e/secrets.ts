import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';

import type { Fault } from '../../emulator';
import { findInDatabase } from '../../demo/check/secrets';
import { differs, type Report } from '../../demo/base/report';
import { createCredential } from '../../demo/n8n/credentials';
import type { TemporaryDemo } from '../../demo/stage/temporaryDemo';
import { formsOf } from '../support/secrets';
import { byId, runSteps, type Step } from './runNode';

/** Answers that repeat the request, and such as make n8n wrap what it has sent into an error. */
const FAULTS: Array<[name: string, fault: Fault]> = [
  ['a message that repeats the request', { kind: 'echo', times: Infinity }],
  ['a page that repeats the request', { kind: 'echo', status: 200, times: Infinity }],
  ['HTTP 500 with the request in it', { kind: 'echo', status: 500, times: Infinity }],
  ['a cut connection', { kind: 'dropAfter', times: Infinity }],
  ['half an answer', { kind: 'brokenOff', times: Infinity }],
];

/** Searched for once more in all that n8n has kept of runs in which something went wrong. */
export async function checkSecrets(demo: TemporaryDemo, report: Report): Promise<void> {
  const { emulator, folder, n8n, rest } = demo;
  const password = `p"w/${randomBytes(9).toString('hex')}\\密 &`;
  const marker = `marked-${randomBytes(6).toString('hex')}`;
  const account = { username: marker, password };
  emulator.addAccount(account);
  const credential = await createCredential(rest, {
    name: 'Marked',
    type: 'xiaoAApi',
    data: { baseUrl: emulator.url, ...account, signatureEncoding: 'escaped' },
  });
  emulator.clearRequests();

  for (const [name, fault] of FAULTS) {
    for (const endpoint of [undefined, '/api/login']) {
      const where = endpoint ? 'the login' : 'every operation';
      await report.check(`${name} at ${where}: n8n keeps no secret of the run`, async () => {
        if (endpoint) emulator.replaceKey(marker);
        emulator.faults.add({ ...fault, endpoint });
        try {
          for (const step of stepsFor(demo)) {
            const { error, execution } = await runSteps(
              demo,
              [step],
              [{ name: marker, phone: '13900139001' }],
              credential,
            );
            if (!error) return `${step.name} went well all the same`;
            const record = JSON.stringify(execution);
            const found = shown(record, [password, ...keysOf(demo)]);
            if (found.length > 0) return `${step.name}: ${found.join(', ')}`;
          }
          return undefined;
        } finally {
          emulator.faults.clear();
        }
      });
    }
  }

  const secrets = [password, ...keysOf(demo)];
  await report.check('no secret of these runs is in what n8n logged', async () =>
    differs('found', shown(await readFile(n8n.logFile, 'utf8'), secrets), []),
  );
  await report.check('no secret of these runs is in the database', () => {
    const isSearched = findInDatabase(folder, marker).some((place) =>
      place.startsWith('execution_data.'),
    );
    if (!isSearched) return 'the executions are not there at all';
    const found = secrets.flatMap((secret) =>
      formsOf(secret).flatMap(([, form]) => findInDatabase(folder, form)),
    );
    return differs('found in', found, []);
  });
}

function stepsFor({ emulator }: TemporaryDemo): Step[] {
  const projectSn = byId(emulator.templates[0].sn);
  const aiUserSn = byId(emulator.aiUsers[0].user_sn);
  return [
    {
      name: 'List',
      type: 'xiaoACrm',
      parameters: { resource: 'crmRecord', operation: 'getAll', limit: 5 },
    },
    {
      name: 'Import',
      type: 'xiaoATask',
      parameters: {
        resource: 'task',
        operation: 'create',
        projectSn,
        aiUserSn,
        taskName: 'Secrets',
        contactsFrom: 'json',
        contactsJson: '[{"姓名":"王芳","电话":"13900139003"}]',
      },
    },
    {
      name: 'File',
      type: 'xiaoATemplate',
      parameters: { resource: 'template', operation: 'download', projectSn },
    },
  ];
}

/** Every key that a request of these runs carried. */
function keysOf({ emulator }: TemporaryDemo): string[] {
  const keys = new Set(emulator.requests.map(({ params }) => params.api_key));
  return [...keys].filter((key) => typeof key === 'string');
}

/** The ways in which secrets stand in a text; not the secrets themselves. */
function shown(text: string, secrets: string[]): string[] {
  return secrets.flatMap((secret, index) =>
    formsOf(secret)
      .filter(([, form]) => text.includes(form))
      .map(([how]) => `secret ${index} ${how}`),
  );
}
