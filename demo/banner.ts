import type { Demo } from './demo';
import { OWNER } from './settings';

/** What to look at, and what is going to happen. */
export function describe({ n8n, emulator, proxy }: Demo): string {
  return `
  n8n         ${n8n.url}
              e-mail ${OWNER.email}   password ${OWNER.password}
  XiaoA       ${emulator.url}   (an emulator: nobody is really called)
  Slack       ${proxy.url}   (a stand-in: nothing leaves this machine)

  "CRM to dialler" has just sent eight leads as one task, and they are being called.
  "High-score alert" looks every ten seconds: calls that score 80 or more appear in
  Slack by themselves. Run "CRM to dialler" again in n8n for further calls.

  Ctrl-C stops everything.
`;
}
