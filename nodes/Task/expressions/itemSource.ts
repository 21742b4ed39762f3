import type { Run } from '../../shared/run';

/** Input items, and n8n's own way to evaluate an expression for one of them. */
export type ItemSource = Pick<Run, 'evaluate' | 'items' | 'raw' | 'readBinary'>;
