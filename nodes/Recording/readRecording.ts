import {
  NodeOperationError,
  type IDataObject,
  type IExecutePaginationFunctions,
} from 'n8n-workflow';

import { emptyField } from '../shared/inputErrors';
import { exactText } from '../../xiaoa/values';

type Context = IExecutePaginationFunctions;

/**
 * The recording that the fields name, as the platform's own parameters (API §7.11).
 *
 * @throws {NodeOperationError} when there is none
 */
export function readRecording(context: Context): { recordpath: string; recordfile: string } {
  const recordfile = exactText(context.getNodeParameter('recordFile', ''));
  const recordpath = exactText(context.getNodeParameter('recordPath', ''));
  if (recordfile === undefined) throw noRecording(context);
  if (recordpath === undefined) {
    throw empty(context, 'Record Path', 'Give the directory of the recording, e.g. /home/record.');
  }
  return { recordpath, recordfile };
}

/**
 * The segment's recording that the field names, as the platform's own parameter (API §7.12).
 *
 * @throws {NodeOperationError} when there is none
 */
export function readSegment(context: Context): { recordfile: string } {
  const recordfile = exactText(context.getNodeParameter('segmentFile', ''));
  if (recordfile !== undefined) return { recordfile };
  if (carries(context, 'fenduanluyin', 'recording')) {
    throw new NodeOperationError(
      context.getNode(),
      `This segment has no recording: 'Segment File' is empty [item ${context.getItemIndex()}]`,
      {
        description:
          "The person said nothing there. Leave such segments out, e.g. with a Filter node on 'fenduanluyin'.",
        itemIndex: context.getItemIndex(),
      },
    );
  }
  throw empty(
    context,
    'Segment File',
    "The incoming item is neither a segment nor a transcript turn. Put this node behind 'Get Segments', split the CRM record's 'transcript' first, or fill in the field.",
  );
}

export function empty(context: Context, displayName: string, whatToDo: string): NodeOperationError {
  return emptyField(context.getNode(), displayName, whatToDo, context.getItemIndex());
}

function noRecording(context: Context): NodeOperationError {
  if (!carries(context, 'recordFile', 'recordfile')) {
    return empty(
      context,
      'Record File',
      'The incoming item is no CRM record. Put this node behind XiaoA CRM or XiaoA CRM Trigger, or fill in the field.',
    );
  }
  const itemIndex = context.getItemIndex();
  return new NodeOperationError(
    context.getNode(),
    `This call has no recording: 'Record File' is empty [item ${itemIndex}]`,
    {
      description:
        "Nobody answered it, so nothing was recorded. Leave such calls out: set the filter 'Min Talk Seconds' of XiaoA CRM to 1, or put a Filter node in between.",
      itemIndex,
    },
  );
}

/** Whether the incoming item is of the kind that has one of these fields, filled in or not. */
function carries(context: Context, ...names: string[]): boolean {
  const { json } = context.getInputData() as { json: IDataObject };
  return names.some((name) => name in json);
}
