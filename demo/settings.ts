import { join } from 'node:path';

export const PACKAGE_FOLDER = join(__dirname, '..');
export const DATA_FOLDER = join(__dirname, '.data');

/** The owner of the demo's n8n. It listens on loopback only, so that this is no secret. */
export const OWNER = {
  email: 'owner@example.com',
  password: 'XiaoA-demo-1',
  firstName: 'Demo',
  lastName: 'Owner',
};

/** The account on the emulator. */
export const XIAOA_ACCOUNT = { username: 'demo', password: 'demo-password' };

export const XIAOA_CREDENTIAL = { type: 'xiaoAApi', name: 'XiaoA (emulator)' };
export const SLACK_CREDENTIAL = { type: 'slackApi', name: 'Slack (stand-in)' };
export const SLACK_TOKEN = 'xoxb-demo-token';

export const CRM_TO_DIALLER = {
  id: 'xiaoaCrmToDialler',
  trigger: 'Run now',
  node: 'Create a task',
};
export const HIGH_SCORE_ALERT = {
  id: 'xiaoaHighScoreAlert',
  trigger: 'High-score call',
  minScore: 80,
};
