import { sleep } from 'n8n-workflow';

const HOLD_AT_MOST_MS = 20;

/** Gives the event loop a turn whenever it has been held for too long, so that n8n goes on answering. */
export function breather(): () => Promise<void> {
  let since = Date.now();
  return async () => {
    if (Date.now() - since < HOLD_AT_MOST_MS) return;
    await sleep(0);
    since = Date.now();
  };
}
