import type { IDataObject } from 'n8n-workflow';

import { runNode, type Place } from '../place';
import { CRM } from './crm';
import type { Operation } from './operation';

const recording = { resource: 'recording' };

/** The record as CRM: Get Many hands it on, on this server. */
async function handedOn(place: Place): Promise<IDataObject[]> {
  const { phone } = place.answered;
  const items = await runNode(place, 'xiaoACrm', { ...CRM, filters: { phone } });
  if (items.length !== 1) throw new Error(`${items.length} records instead of one`);
  return items.map(({ json }) => json);
}

const segmentsOf = async (place: Place) => {
  const parameters = {
    ...recording,
    operation: 'getSegments',
    lookUpBy: 'accountsSn',
    simplify: true,
  };
  return await runNode(place, 'xiaoARecording', parameters, { items: await handedOn(place) });
};

export const sizeOf = (items: Awaited<ReturnType<typeof runNode>>) =>
  items.map(({ binary }) => Buffer.from(binary?.data.data ?? '', 'base64').length);

const turns = ({ answered }: Place) => answered.talk_info.split('##').length - 1;

export const RECORDINGS: Operation[] = [
  {
    name: 'Recording: Get Segments',
    group: 'recordings',
    run: async (place) => ({ got: (await segmentsOf(place)).length, want: turns(place) }),
  },
  {
    name: 'Recording: Download',
    group: 'recordings',
    async run(place) {
      const items = await handedOn(place);
      const parameters = { ...recording, operation: 'download' };
      const files = await runNode(place, 'xiaoARecording', parameters, { items });
      return { got: sizeOf(files), want: [44 + place.answered.talktimes * 16_000] };
    },
  },
  {
    name: 'Recording: Download, Recording Server set',
    group: 'recordings',
    async run(place) {
      const items = await handedOn(place);
      const recordingServer = await place.emulator.recordingUrl();
      const parameters = { ...recording, operation: 'download', options: { recordingServer } };
      const files = await runNode(place, 'xiaoARecording', parameters, { items });
      return { got: sizeOf(files), want: [44 + place.answered.talktimes * 16_000] };
    },
  },
  {
    name: 'Recording: Download Segment',
    group: 'recordings',
    async run(place) {
      const items = (await segmentsOf(place)).slice(0, 1).map(({ json }) => json);
      const parameters = { ...recording, operation: 'downloadSegment' };
      const files = await runNode(place, 'xiaoARecording', parameters, { items });
      return { got: sizeOf(files), want: [44 + 4 * 16_000] };
    },
  },
  {
    name: 'Recording: Get Playback URL',
    group: 'recordings',
    async run(place) {
      const items = await handedOn(place);
      const parameters = { ...recording, operation: 'getPlaybackUrl', urlFor: 'call' };
      const [item] = await runNode(place, 'xiaoARecording', parameters, { items });
      return { got: String(item.json.url).includes('/api/cdrDownload?'), want: true };
    },
  },
];
