import { NodeOperationError, type IDataObject } from 'n8n-workflow';

import { visibleText } from '../../xiaoa/text';
import { shown } from '../../xiaoa/values';
import { emptyField, named } from '../shared/itemErrors';
import type { Run } from '../shared/run';

const LONGEST_ADDRESS = 300;

/**
 * The recording that the fields name, as the platform's own parameters (API §7.11).
 *
 * @returns undefined where the call has none, and the user chose to skip such calls
 * @throws {NodeOperationError} when there is none
 */
export function readRecording(run: Run): { recordpath: string; recordfile: string } | undefined {
  const recordfile = run.read<string | undefined>('recordFile');
  const recordpath = run.read<string | undefined>('recordPath');
  if (recordfile === undefined) {
    return skipped(run, ['recordFile', 'recordfile'], {
      missing: "This call has no recording: 'Recording File' is empty",
      whatToDo:
        "Nobody answered it, so nothing was recorded. Set the filter 'Has Recording' in XiaoA CRM, or set the option 'On Missing Recording' to Skip.",
      notGiven: empty(
        run,
        'Recording File',
        'The incoming item is not a CRM record. Connect this node to XiaoA CRM or XiaoA CRM Trigger, or fill in the field.',
      ),
    });
  }
  if (recordpath === undefined) {
    throw empty(run, 'Recording Path', 'Enter the directory of the recording, e.g. /home/record.');
  }
  return { recordpath, recordfile };
}

/**
 * The segment's recording that the field names, as the platform's own parameter (API §7.12).
 *
 * @returns undefined where the segment has none, and the user chose to skip such segments
 * @throws {NodeOperationError} when there is none
 */
export function readSegment(run: Run): { recordfile: string } | undefined {
  const recordfile = run.read<string | undefined>('segmentFile');
  if (recordfile !== undefined) return { recordfile };
  return skipped(run, ['fenduanluyin', 'recording'], {
    missing: "This segment has no recording: 'Segment File' is empty",
    whatToDo:
      "The person said nothing there. Set the option 'On Missing Recording' to Skip, or leave such segments out with a Filter node.",
    notGiven: empty(
      run,
      'Segment File',
      "The incoming item is neither a segment nor a transcript turn. Connect this node to Get Segments, split the CRM record's 'transcript' first, or fill in the field.",
    ),
  });
}

/**
 * The address in the option Recording Server.
 *
 * @throws {NodeOperationError} when it is not an address
 */
export function readServer(run: Run): string | undefined {
  const { recordingServer } = run.read<{ recordingServer?: string }>('options');
  const address = recordingServer === undefined ? '' : visibleText(recordingServer);
  if (address === '') return undefined;
  // XiaoA names the server by host and port alone (API §7.9).
  const url = /^[a-z]+:\/\//i.test(address) ? address : `http://${address}`;
  return named(run.node, 'Recording Server', () => {
    const server = url.length <= LONGEST_ADDRESS && URL.canParse(url) ? new URL(url) : undefined;
    const isServer =
      server !== undefined &&
      ['http:', 'https:'].includes(server.protocol) &&
      [server.username, server.password, server.search, server.hash].every((part) => part === '') &&
      server.pathname === '/';
    if (!isServer) throw new RangeError(`'${shown(address)}' is not the address of a server`);
    return server.origin;
  });
}

export function empty(run: Run, displayName: string, whatToDo: string): NodeOperationError {
  return emptyField(run.node, displayName, whatToDo, run.itemIndex);
}

/** Of an item that could have a recording and has none, the error, unless the user chose to skip it. */
function skipped(
  run: Run,
  names: readonly string[],
  words: { missing: string; whatToDo: string; notGiven: NodeOperationError },
): undefined {
  const [{ json }] = run.items;
  if (!names.some((name) => name in json)) throw words.notGiven;
  if (run.read<IDataObject>('options').onMissingRecording === 'skip') return undefined;
  const { itemIndex } = run;
  throw new NodeOperationError(run.node, `${words.missing} (item ${itemIndex}, counted from 0)`, {
    description: words.whatToDo,
    itemIndex,
  });
}
