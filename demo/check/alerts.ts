import { setTimeout as sleep } from 'node:timers/promises';
import type { CrmRecord } from '../../emulator';
import type { Demo } from '../stage/demo';
import { HIGH_SCORE_ALERT } from '../base/settings';
import { differs, type Report, eventually } from '../base/report';

const POLL_MS = 10_000;
const ALERTS_MS = 6 * POLL_MS;

/** Scores on both sides of the line, so that the dialler's luck decides nothing. */
const BORDER_CASES = [
  { phone: '13900139001', score: 100 },
  { phone: '13900139002', score: 80 },
  { phone: '13900139003', score: 79 },
  { phone: '13900139004', score: 0 },
  { phone: '13900139005', score: null },
];

/**
 * The second story: high scores are told, each once.
 * @param known how many records there were before the trigger started
 */
export async function checkAlerts(demo: Demo, known: number, report: Report): Promise<void> {
  const { emulator, slack } = demo;
  emulator.addCrmRecords(BORDER_CASES);
  const records = emulator.crmRecords.slice(known);
  const high = records.filter(isHigh);
  const times = (phone: string) => slack.messages.filter(({ text }) => text.includes(phone)).length;

  await report.check(`all ${high.length} calls scored 80 or more are told in Slack`, async () => {
    await eventually(() => high.every(({ phone }) => times(phone) > 0), ALERTS_MS);
    return differs('not told', high.filter(({ phone }) => times(phone) === 0).map(nameOf), []);
  });
  await report.check('none is told twice, polls later', async () => {
    await sleep(2 * POLL_MS + 1000);
    return differs('told again', high.filter(({ phone }) => times(phone) > 1).map(nameOf), []);
  });
  await report.check('nothing else is told: no lower score, no call from before', () =>
    differs('messages', slack.messages.length, high.length),
  );
  await report.check('an alert says who, the score and what was said', () =>
    differs(
      'left out',
      high.flatMap((record) => leftOut(record, demo)),
      [],
    ),
  );
  await report.check('they all go to #sales', () =>
    differs(
      'elsewhere',
      slack.messages.filter(({ channel }) => channel !== '#sales'),
      [],
    ),
  );
}

function isHigh({ score }: CrmRecord): boolean {
  return score !== null && score >= HIGH_SCORE_ALERT.minScore;
}

function nameOf({ phone, score }: CrmRecord): string {
  return `${phone} (${score})`;
}

/** What of a record its alert lacks. */
function leftOut({ phone, name, score, talk_info }: CrmRecord, { slack }: Demo): string[] {
  const text = slack.messages.find((message) => message.text.includes(phone))?.text ?? '';
  const said = [...talk_info.matchAll(/@@(.*?)#@/g)].map(([, words]) => words);
  const words = said.filter((one) => /\p{Script=Han}/u.test(one));
  return [name ?? '', String(score), ...words].filter((part) => !text.includes(part));
}
