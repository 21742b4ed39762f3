import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Where n8n-core writes all that it logs, if this is imported before anything that loads it. */
export const LOG_FILE = join(mkdtempSync(join(tmpdir(), 'n8n-log-')), 'n8n.log');

process.env.N8N_LOG_LEVEL = 'debug';
process.env.N8N_LOG_OUTPUT = 'file';
process.env.N8N_LOG_FILE_LOCATION = LOG_FILE;
