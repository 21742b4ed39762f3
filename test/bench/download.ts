/**
 * A recording of 500 MB by *XiaoA Recording: Download* in a real n8n, which keeps it as a file as it does by default,
 * against `curl` to a file in the same folder, and against n8n's HTTP Request node with the response as a file: what
 * that takes is n8n's own. The time of a node is the one that n8n notes in the execution.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

import { ENDPOINTS } from '../../xiaoa/endpoints';
import { signedUrl } from '../../xiaoa/signing/signParameters';
import type { CrmRecord } from '../../emulator';
import { succeeded, type Lab } from './support/lab';
import { inRounds, type Contender } from './support/rounds';
import { ratioLine, type Line } from './support/table';

/** 16,000 bytes a second: 500 MB. */
const SECONDS = 31_250;
const BYTES = 44 + SECONDS * 16_000;
const ROUNDS = 5;

const NODE = 'XiaoA Recording: Download, 500 MB';
const HTTP = 'HTTP Request, response as a file';
const CURL = 'curl';

export async function compareDownload(lab: Lab): Promise<Line[]> {
  const [record] = lab.emulator.addCrmRecords([
    { phone: '13699990000', talktimes: SECONDS, connected_at: '2020-02-01 12:00:00' },
  ]);
  const rounds = await inRounds(
    [await byNode(lab, record), await byHttpRequest(lab, record), byCurl(lab, record)],
    ROUNDS,
  );
  return [
    ratioLine(rounds, NODE, CURL, { words: '≤ 1.2 ×', met: (ratio) => ratio <= 1.2 }),
    ratioLine(rounds, NODE, HTTP),
    ratioLine(rounds, HTTP, CURL),
  ];
}

async function byNode(lab: Lab, { recordpath, recordfile }: CrmRecord): Promise<Contender> {
  const run = await lab.workflow([
    {
      name: 'Download',
      type: 'xiaoARecording',
      parameters: {
        resource: 'recording',
        operation: 'download',
        recordPath: recordpath,
        recordFile: recordfile,
      },
    },
  ]);
  return {
    name: NODE,
    run: async () => {
      const { Download } = succeeded(await run()).nodes;
      if (Download.first?.size !== BYTES) throw new Error(`${String(Download.first?.size)} bytes`);
      return Download.ms;
    },
  };
}

async function byHttpRequest(lab: Lab, record: CrmRecord): Promise<Contender> {
  const run = await lab.workflow([
    {
      name: 'Download',
      type: 'n8n-nodes-base.httpRequest',
      version: 4.2,
      parameters: {
        url: addressOf(lab, record),
        options: { response: { response: { responseFormat: 'file' } } },
      },
    },
  ]);
  return {
    name: HTTP,
    run: async () => succeeded(await run()).nodes.Download.ms,
  };
}

function addressOf(lab: Lab, { recordpath, recordfile }: CrmRecord): string {
  const { userSn, apiKey } = lab.session;
  const signer = { userSn, apiKey, form: 'escaped' } as const;
  return signedUrl(lab.emulator.url, ENDPOINTS.recordingFile, { recordpath, recordfile }, signer);
}

function byCurl(lab: Lab, record: CrmRecord): Contender {
  const address = addressOf(lab, record);
  const file = join(lab.folder, 'curl.wav');
  return {
    name: CURL,
    run: async () => {
      const started = performance.now();
      await once(spawn('curl', ['--silent', '--fail', '--output', file, address]), 'exit');
      const ms = performance.now() - started;
      const { size } = await stat(file);
      if (size !== BYTES) throw new Error(`${size} bytes`);
      await rm(file);
      return ms;
    },
  };
}
