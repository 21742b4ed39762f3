/** A process that does what a node does, but without n8n. It is told what to do and tells how long that took. */
import type { PlainTask } from '../support/plainPrograms';
import { plainImport } from './import';
import { plainList } from './list';

process.on('message', (message: PlainTask) => {
  const work = message.task === 'import' ? plainImport(message.args) : plainList(message.args);
  work.then(
    (ms) => process.send!({ ms }),
    (error: Error) => process.send!({ ms: NaN, error: error.message }),
  );
});
process.send!('ready');
