import { htmlAnswer, type TextAnswer } from '../wire/answer';
import type { FileAnswer } from '../endpoints/endpoint';
import type { Catalog, Exchange, Manner } from './manner';

const RECORDINGS = ['cdrDownload', 'cdrFragmentDownload'];
const PAGE = '<html><head><title>404 Not Found</title></head><body>404 Not Found</body></html>';

function moved(status: number, location: string): TextAnswer {
  return { ...htmlAnswer(status, ''), headers: { location } };
}

/** Recordings are redirected to where they lie without a key. */
function redirected(
  status: number,
  place: (platform: Exchange['platform']) => Promise<string>,
): Manner {
  return {
    async file(answer: FileAnswer, { platform, endpoint }) {
      if (!RECORDINGS.includes(endpoint)) return answer;
      const path = platform.statics.add(answer.file);
      return moved(status, `${await place(platform)}${path}`);
    },
  };
}

/** Where recordings lie. */
export const RECORDINGS_PLACES: Catalog = {
  'recording-redirect': {
    about: 'redirects recordings to another server with HTTP status N',
    value: 302,
    make: (status) => redirected(status, async ({ elsewhere }) => await elsewhere.recordings()),
  },
  'recording-redirect-here': {
    about: 'redirects recordings to a path of its own, which it names without a host',
    make: () => redirected(302, async () => await Promise.resolve('')),
  },
  'recording-redirects': {
    about: 'redirects recordings three times before they come',
    make: () =>
      redirected(302, async ({ elsewhere }) => `${await elsewhere.recordings()}/again/again`),
  },
  'recording-loop': {
    about: 'redirects recordings in a circle',
    make: () => ({
      async arrive({ platform, path, endpoint }) {
        const here = await Promise.resolve(platform.url);
        return RECORDINGS.includes(endpoint) ? moved(302, `${here}${path}`) : undefined;
      },
    }),
  },
  'recording-server': {
    about: 'has recordings on another server (7.9 names it), and 404 for them itself',
    make: () => ({
      arrive: ({ endpoint, listener }) =>
        RECORDINGS.includes(endpoint) && listener !== 'recordings'
          ? htmlAnswer(404, PAGE)
          : undefined,
      async envelope(envelope, { endpoint, platform }) {
        if (endpoint !== 'cdrshow' || envelope.code !== 0) return envelope;
        const { hostname, port } = new URL(await platform.elsewhere.recordings());
        const place = { ip: hostname, port };
        const data = Array.isArray(envelope.data)
          ? envelope.data.map((call: object) => ({ ...call, ...place }))
          : { ...(envelope.data as object), ...place };
        return { ...envelope, data };
      },
    }),
  },
};
