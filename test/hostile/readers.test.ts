import { columnKey, columnName, isRequiredColumn } from '../../xiaoa/contacts/columns';
import { hasLostDigits } from '../../xiaoa/contacts/cellText';
import { parseContactsJson } from '../../xiaoa/contacts/parseContactsJson';
import { cleanPhone } from '../../xiaoa/contacts/phone';
import { prepareContacts } from '../support/contacts';
import { sampled } from '../support/randomRuns';
import { openEnvelope } from '../../xiaoa/envelope';
import { dispositionName, nameAndType } from '../../xiaoa/files/fileNames';
import { workbookKind } from '../../xiaoa/files/spreadsheet/workbookKind';
import { readCsv, readHtmlTable } from '../../xiaoa/files/spreadsheet/textTable';
import { isTextAnswer } from '../../xiaoa/files/textAnswer';
import { rowsOf } from '../../xiaoa/lists/rows';
import { visibleText } from '../../xiaoa/text';
import { simplifyAiUser } from '../../xiaoa/records/aiUser';
import { simplifyCallRecord } from '../../xiaoa/records/callRecord';
import { simplifyCrmRecord } from '../../xiaoa/records/crmRecord';
import { labelsOf, identifier, list, number, text, wholeNumber } from '../../xiaoa/values';
import { segmentsOf } from '../../xiaoa/records/segments';
import { simplifyTask } from '../../xiaoa/records/task';
import { parseTranscript, transcriptText } from '../../xiaoa/records/transcript';
import { redact } from '../../xiaoa/redact';
import { readAccount } from '../../xiaoa/session/account';
import { parseSession } from '../../xiaoa/session/session';
import { parsePlatformTime, parseUserTime } from '../../xiaoa/shanghaiTime';
const LENGTH = 100_000;
/** Processor time of one reader for one text; a bound that only runaway work can pass. */
const PATIENCE_MS = 500;

/** Every reader of text from outside, as something that takes one text. */
const READERS: Record<string, (hostile: string) => unknown> = {
  'a phone': cleanPhone,
  'the name of a column': (hostile) => [
    columnName(hostile),
    columnKey(hostile),
    isRequiredColumn(hostile),
  ],
  'a contact': (hostile) =>
    prepareContacts([
      { item: 0, columns: ['姓名', '电话', hostile], values: [hostile, '13800138000', hostile] },
    ]),
  'a cell': hasLostDigits,
  'contacts as JSON': parseContactsJson,
  'an envelope': openEnvelope,
  'an envelope as bytes': (hostile) => openEnvelope(Buffer.from(hostile)),
  'an envelope behind a notice': (hostile) =>
    openEnvelope(`${hostile}{"code":0,"msg":"","data":[]}`),
  'an envelope before a trace': (hostile) =>
    openEnvelope(`{"code":0,"msg":"","data":[]}${hostile}`),
  rows: (hostile) => rowsOf([{ id: hostile, list: hostile }]),
  'a list': (hostile) => rowsOf(hostile),
  segments: (hostile) => segmentsOf({ fragment: [[{ answer: hostile }]] }),
  'a CRM record': (hostile) => simplifyCrmRecord(rowOf(hostile)),
  'a call record': (hostile) => simplifyCallRecord(rowOf(hostile)),
  'a task': (hostile) => simplifyTask(rowOf(hostile)),
  'an AI user': (hostile) => simplifyAiUser(rowOf(hostile)),
  'a transcript': (hostile) => transcriptText(parseTranscript(hostile)),
  labels: labelsOf,
  'a Content-Disposition': dispositionName,
  'a Content-Type': (hostile) =>
    nameAndType({ path: hostile, contentType: hostile, wanted: hostile, fallback: 'a' }),
  'the head of a file': (hostile) =>
    isTextAnswer(Buffer.from(hostile), { contentType: hostile, name: hostile }),
  'a table': (hostile) => [
    workbookKind(Buffer.from(hostile)),
    readCsv(hostile),
    readHtmlTable(hostile),
  ],
  'what a person pasted': visibleText,
  'a time of the platform': parsePlatformTime,
  'a time of a user': parseUserTime,
  'a value': (hostile) => [
    text(hostile),
    number(hostile),
    wholeNumber(hostile),
    identifier(hostile),
    list(hostile),
  ],
  'text with secrets': (hostile) => redact(hostile, ['secret/+" 密码', 'Kpd2vKYC']),
  'a Base URL': (hostile) =>
    readAccount({ baseUrl: `https://${hostile}`, username: 'u', password: 'p' }),
  'a user name': (hostile) =>
    readAccount({ baseUrl: 'https://a', username: hostile, password: hostile }),
  'a session': parseSession,
};

const FIELDS = [
  ...[
    'id',
    'sn',
    'phone',
    'name',
    'score',
    'status',
    'labelling',
    'talk_info',
    'asr_a',
    'asr_b',
    'endreason',
  ],
  ...[
    'connected_at',
    'disconnected_at',
    'created_at',
    'talktimes',
    'asks_count',
    'percent',
    'project_sn',
    'expired',
  ],
];

function rowOf(hostile: string): Record<string, unknown> {
  return Object.fromEntries(FIELDS.map((name) => [name, hostile]));
}

const UNITS = [
  ...[
    ' ',
    '\t',
    '\n',
    '\u00a0',
    '\u200b',
    '\u3000',
    '0',
    '1',
    '9',
    '-',
    '+',
    '.',
    ',',
    ':',
    '/',
    '\\',
    '"',
    "'",
    '#',
    '@',
  ],
  ...[
    '(',
    ')',
    '[',
    ']',
    '{',
    '}',
    '<',
    '>',
    '%',
    '&',
    ';',
    '、',
    '*',
    '=',
    '电',
    '\ud800',
    '😀',
    '\0',
  ],
  ...[
    '##',
    '@@',
    '#@',
    '##@@#@',
    '0 ',
    '1-',
    '0.0',
    '1,',
    '{"code":',
    '{"code":0,',
    '[[',
    '{"a":',
    '\\"',
    '\\u',
    '%2',
    '&amp;',
    'filename="',
    "filename*=utf-8''",
  ],
  ...[
    '13800138000',
    '电话',
    '年月',
    '2026-01-01 ',
    '1e',
    'api_key=',
    '<b>',
    '<br />\n<b>Notice</b>: ',
    '//',
    'https://',
    '@a',
    '?x',
    'secret',
  ],
];

const TEXTS = UNITS.map((unit) => unit.repeat(Math.ceil(LENGTH / unit.length)).slice(0, LENGTH));

it.each(Object.entries(READERS))(
  '%s of 100,000 hostile characters is read or refused',
  (_, read) => {
    for (const hostile of sampled(TEXTS, 3)) {
      const start = process.cpuUsage();
      try {
        read(hostile);
      } catch (error) {
        // In words of our own, which do not repeat all of it.
        expect(error).toBeInstanceOf(Error);
        expect(error).not.toBeInstanceOf(TypeError);
        expect((error as Error).message.length).toBeLessThan(2_000);
      }
      const ms = process.cpuUsage(start).user / 1000;
      if (ms >= PATIENCE_MS)
        throw new Error(`${Math.round(ms)} ms for ${JSON.stringify(hostile.slice(0, 20))}…`);
    }
  },
);

it.each([
  ['an envelope', 'deep', `{"code":0,"data":${'['.repeat(LENGTH)}`],
  ['contacts as JSON', 'deep', '['.repeat(LENGTH)],
  ['contacts as JSON', 'deep objects', '{"a":'.repeat(LENGTH)],
])('%s that is %s overflows nothing', (name, _, hostile) => {
  let thrown: unknown;
  try {
    READERS[name](hostile);
  } catch (error) {
    thrown = error;
  }
  expect(thrown).toBeInstanceOf(Error);
  expect(thrown).not.toBeInstanceOf(RangeError);
});
