import { randomBytes } from 'node:crypto';
import { join } from 'node:path';

export const PACKAGE_FOLDER = join(__dirname, '..', '..');
export const DATA_FOLDER = join(__dirname, '..', '.data');

/** Who owns an n8n. */
export interface Owner {
  email: string;
  password: string;
  firstName: string;
  lastName: string;
}

/** An owner with a password that nobody can guess. n8n asks for a digit and an upper-case letter. */
export function newOwner(): Owner {
  const password = `${randomBytes(9).toString('base64url')}A1`;
  return { email: 'owner@example.com', password, firstName: 'Demo', lastName: 'Owner' };
}

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
