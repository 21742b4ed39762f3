import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import type { Configuration, Emulator } from '../../emulator';
import { CATALOG } from '../../emulator/manners/catalog';

/** A kind of server: a row of the matrix. */
export interface ServerRow {
  name: string;
  /** One line for people. */
  about: string;
  manners: string[];
  configure?: Configuration;
  /** Bytes that the Excel files have beside their contacts. */
  excelPadding?: number;
  /** The operations that are tried; undefined: all. */
  operations?: string[];
  /** What the credential for it holds beside the usual. */
  credential?(emulator: Emulator): Promise<ICredentialDataDecryptedObject>;
}

/** These take minutes: lists byte by byte, and lists that are read to the end of the patience. */
const LEFT_OUT = ['drip', 'endless'];

/** With these numbers, the manners show on a server as small as that of the tests. */
const NUMBERS: Record<string, number[]> = {
  'refusal-status': [400, 401, 403, 500],
  'key-status': [401, 403],
  'body-limit': [560],
  'row-limit': [2],
  'page-limit': [100, 50],
  'page-cut': [50],
  'recording-redirect': [301, 302, 307],
  'wrong-clock': [-3600, 86_400],
  'tasks-a-day': [0],
  'upload-limit': [1_000_000],
  'post-limit': [1_000_000],
};

/** What newer servers have beside what is in the document: so that Terminate can be tried, too. */
const NEWER = { terminates: true };

/** Large files for what limits them; little of what takes long. */
const MORE: Record<string, Partial<ServerRow>> = {
  'post-limit': { excelPadding: 1_500_000 },
  'upload-limit': { excelPadding: 1_500_000 },
  whitelist: { operations: ['CRM: Get Many', 'Task: Create from items', 'Task: Pause'] },
};

const ALONE: ServerRow[] = Object.entries(CATALOG)
  .filter(([name]) => !LEFT_OUT.includes(name))
  .flatMap(([name, { about }]) =>
    (NUMBERS[name] ?? [undefined]).map((number): ServerRow => {
      const manner = number === undefined ? name : `${name}=${number}`;
      return {
        name: manner,
        about: about.replace(/\bN\b/g, String(number)),
        manners: [manner],
        configure: NEWER,
        ...MORE[name],
      };
    }),
  );

const together = (about: string, ...manners: string[]): ServerRow => ({
  name: manners.join(' + '),
  about,
  manners,
  configure: NEWER,
});

const TLS: ServerRow[] = [true, false].map((allowUnauthorizedCerts) => ({
  name: `self-signed, ${allowUnauthorizedCerts ? 'Ignore SSL Issues on' : 'as it is'}`,
  about: 'has a certificate that nobody has signed',
  manners: [],
  configure: NEWER,
  credential: async (emulator) => ({ baseUrl: await emulator.tlsUrl(), allowUnauthorizedCerts }),
}));

const byAccessId = (...manners: string[]): ServerRow => ({
  name: `${manners.join(' + ')}, Authentication: Access ID`,
  about: 'is logged in to by access ID',
  manners,
  configure: NEWER,
  credential: async ({ account: { accessId, accessSecret } }) => ({
    authentication: 'accessId',
    accessId,
    accessSecret,
    username: '',
    password: '',
  }),
});

export const ROWS: ServerRow[] = [
  { name: 'as documented', about: 'keeps to the document', manners: [] },
  ...ALONE,
  together('signs raw, and numbers as text', 'signs-raw', 'numbers-as-text'),
  together('signs raw, and numbers as numbers', 'signs-raw', 'numbers-as-numbers'),
  together(
    'signs raw, and calls refusals by HTTP status',
    'signs-raw',
    'code-100001',
    'proper-statuses',
  ),
  together(
    'an old PHP application with debugging on',
    'php-notice',
    'debug-trace',
    'gap-lists',
    'text-rows',
    'null-as-text',
    'empty-false',
    'code-text',
    'total-text',
  ),
  together(
    'a newer server',
    'login-success',
    'nested-fragments',
    'total-beside',
    'terminates',
    'pkeys-sn',
    'import-counts',
    'new-reasons',
    'more-fields',
    'plain-names',
  ),
  together('a list that shows little', 'page-cut=50', 'total-missing', 'shuffled', 'random-ids'),
  ...TLS,
  byAccessId('access-id'),
  byAccessId('access-id', 'wrong-clock=-3600'),
  byAccessId('access-id', 'signs-raw', 'refusal-status=403'),
];
