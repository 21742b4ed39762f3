// What n8n-core reads once, when it is loaded: all that it logs goes to a file, which a test looks through.
const { mkdtempSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');

process.env.N8N_LOG_LEVEL = 'debug';
process.env.N8N_LOG_OUTPUT = 'file';
process.env.N8N_LOG_FILE_LOCATION = join(mkdtempSync(join(tmpdir(), 'n8n-log-')), 'n8n.log');
