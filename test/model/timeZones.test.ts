import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

import { DEEP } from '../support/randomRuns';

/** A process has one time zone for good, so each of them is a process of its own, which takes its time. */
(DEEP > 0 ? it : it.skip).each(['America/Los_Angeles', 'Pacific/Kiritimati'])(
  'gives each record once while n8n runs in %s',
  (zone) => {
    const { status, stderr } = spawnSync(
      process.execPath,
      [require.resolve('jest/bin/jest'), 'test/model/trigger.test.ts'],
      {
        cwd: join(__dirname, '..', '..'),
        env: { ...process.env, TZ: zone, MODEL_RUNS: '100' },
        encoding: 'utf8',
      },
    );
    expect(stderr).toContain(`, ${zone})`);
    expect({ status, stderr: status === 0 ? '' : stderr }).toEqual({ status: 0, stderr: '' });
  },
  300_000,
);
