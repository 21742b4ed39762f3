/**
 * What a server of the soak is like. Every manner of the emulator stands in one of these lists, which
 * test/soak/habits.test.ts sees to.
 */

/** Habits that a server has all along: one of each group, or none. They work together. */
export const HABITS: Record<string, string[]> = {
  signature: ['signs-raw', 'numbers-as-text', 'numbers-as-numbers', 'demands-numbers'],
  'signed text': ['signs-html', 'drops-wide-blanks', 'code-100001'],
  refusals: [
    'refusal-status=400',
    'refusal-status=403',
    'key-status=401',
    'proper-statuses',
    'code-40001',
    'own-codes',
  ],
  ids: ['random-ids', 'huge-ids', 'text-ids', 'zero-ids', 'no-ids'],
  order: ['oldest-first', 'shuffled'],
  paging: ['offset', 'page-limit=100', 'page-cut=50'],
  total: ['total-missing', 'total-text', 'total-beside', 'paginator', 'last-page-again'],
  times: ['epoch-times', 'zero-times', 'no-times', 'ringing'],
  scores: ['late-scores=20', 'score-percent', 'score-equal'],
  dates: ['end-exclusive', 'wrong-clock=-3600', 'wrong-clock=3600'],
  imports: ['row-limit=15', 'body-limit=2500', 'post-limit=2500', 'import-counts', 'plain-names'],
  tasks: [
    'status-filter-numbers',
    'status-table-numbers',
    'status-import-numbers',
    'status-stored-numbers',
    'pkeys-sn',
    'terminates',
    'zero-is-empty',
  ],
  account: ['access-id', 'odd-user-sn', 'login-success'],
  template: [
    'template-stars',
    'template-required',
    'template-invisible',
    'template-title',
    'template-blank-row',
    'template-hidden-sheet',
    'template-instructions',
    'template-xls',
    'template-html',
    'template-csv',
    'template-csv-gbk',
    'template-password',
  ],
};

/** Habits that come and go, as with an update of the server or of what stands in front of it. */
export const MOODS = [
  'php-notice',
  'php-warning',
  'var-dump',
  'debug-trace',
  'bom',
  'html-type',
  'code-text',
  'data-text',
  'key-values',
  'own-words',
  'gap-lists',
  'empty-text',
  'empty-object',
  'empty-false',
  'empty-null',
  'empty-data',
  'text-rows',
  'null-as-text',
  'label-commas',
  'new-reasons',
  'more-fields',
  'cdr-sn-of-task',
  // While these last, nothing works.
  'login-forbidden',
  'whitelist',
  'https-only',
];

/** What has no part in the soak, and why. */
export const LEFT_OUT: Record<string, string> = {
  drip: 'takes minutes for a page',
  endless: 'never ends: the trigger rightly refuses to take such a list for whole',
  'tasks-a-day': 'would end the imports after some minutes',
  'upload-limit': 'no Excel file is sent',
  'nested-fragments': 'no segments are read',
  'recording-redirect': 'no recordings are read',
  'recording-redirect-here': 'no recordings are read',
  'recording-redirects': 'no recordings are read',
  'recording-loop': 'no recordings are read',
  'recording-server': 'no recordings are read',
};
