// Which tests are to notice a mistake in which room. The first room whose name a source file begins with counts.
// What one list of tests leaves alive is tried with the next; --quick leaves the last list out.
const THROUGH_N8N = ['test/nodes/', 'test/faults/'];

export const ROOMS = [
  { sources: 'xiaoa/', tests: [['test/xiaoa/', 'test/fuzz/'], THROUGH_N8N] },
  { sources: 'credentials/', tests: [['test/credentials/', 'test/nodes/'], ['test/faults/']] },
  {
    sources: 'nodes/CrmTrigger/',
    tests: [
      ['test/nodes/crmTrigger/', 'test/nodes/crmTriggerHandover', 'test/nodes/crmTriggerWatch'],
      ['test/nodes/crmTrigger'],
      ['test/model/trigger.test.ts'],
    ],
  },
  nodeRoom('nodes/Task/', 'test/nodes/task/'),
  nodeRoom('nodes/Crm/', 'test/nodes/crm/'),
  nodeRoom('nodes/Recording/', 'test/nodes/recording/'),
  nodeRoom('nodes/Template/', 'test/nodes/template/'),
  {
    sources: 'nodes/',
    tests: [
      ['test/nodes/shared/'],
      ['test/nodes/crm/', 'test/nodes/recording/', 'test/nodes/template/', 'test/nodes/task/'],
      ['test/nodes/'],
      ['test/faults/'],
    ],
  },
];

/** Tests of the operations themselves take milliseconds; those through n8n's engine are for what they leave. */
function nodeRoom(sources, direct) {
  return { sources, tests: [[direct], ['test/nodes/'], ['test/faults/']] };
}

/** What `npm run test:mutation` looks at when it is given nothing. */
export const DEFAULT_SOURCES = [
  'xiaoa/',
  'nodes/CrmTrigger/',
  'nodes/shared/',
  'nodes/Task/',
  'nodes/Crm/',
  'nodes/Recording/',
  'nodes/Template/',
  'credentials/',
];

/** Descriptions that n8n shows, without a line to go wrong in. */
export const WITHOUT_LOGIC = [/\.node\.ts$/, /Fields\.ts$/, /\/fields\.ts$/];
