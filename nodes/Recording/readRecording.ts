import { NodeOperationError } from 'n8n-workflow';

import { emptyField } from '../shared/itemErrors';
import type { Run } from '../shared/run';

/**
 * The recording that the fields name, as the platform's own parameters (API §7.11).
 *
 * @throws {NodeOperationError} when there is none
 */
export function readRecording(run: Run): { recordpath: string; recordfile: string } {
  const recordfile = run.read<string | undefined>('recordFile');
  const recordpath = run.read<string | undefined>('recordPath');
  if (recordfile === undefined) throw noRecording(run);
  if (recordpath === undefined) {
    throw empty(run, 'Record Path', 'Give the directory of the recording, e.g. /home/record.');
  }
  return { recordpath, recordfile };
}

/**
 * The segment's recording that the field names, as the platform's own parameter (API §7.12).
 *
 * @throws {NodeOperationError} when there is none
 */
export function readSegment(run: Run): { recordfile: string } {
  const recordfile = run.read<string | undefined>('segmentFile');
  if (recordfile !== undefined) return { recordfile };
  if (carries(run, 'fenduanluyin', 'recording')) {
    throw new NodeOperationError(
      run.node,
      `This segment has no recording: 'Segment File' is empty (item ${run.itemIndex}, counted from 0)`,
      {
        description:
          "The person said nothing there. Leave such segments out, e.g. with a Filter node on 'fenduanluyin'.",
        itemIndex: run.itemIndex,
      },
    );
  }
  throw empty(
    run,
    'Segment File',
    "The incoming item is neither a segment nor a transcript turn. Put this node behind 'Get Segments', split the CRM record's 'transcript' first, or fill in the field.",
  );
}

export function empty(run: Run, displayName: string, whatToDo: string): NodeOperationError {
  return emptyField(run.node, displayName, whatToDo, run.itemIndex);
}

function noRecording(run: Run): NodeOperationError {
  if (!carries(run, 'recordFile', 'recordfile')) {
    return empty(
      run,
      'Record File',
      'The incoming item is no CRM record. Put this node behind XiaoA CRM or XiaoA CRM Trigger, or fill in the field.',
    );
  }
  const itemIndex = run.itemIndex;
  return new NodeOperationError(
    run.node,
    `This call has no recording: 'Record File' is empty (item ${itemIndex}, counted from 0)`,
    {
      description:
        "Nobody answered it, so nothing was recorded. Leave such calls out: set the filter 'Min Talk Seconds' of XiaoA CRM to 1, or put a Filter node in between.",
      itemIndex,
    },
  );
}

/** Whether the incoming item is of the kind that has one of these fields, filled in or not. */
function carries(run: Run, ...names: string[]): boolean {
  const [{ json }] = run.items;
  return names.some((name) => name in json);
}
