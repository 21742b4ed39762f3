/** One address of the platform and what a caller has to know before using it. */
export interface Endpoint {
  /** From the base URL on, e.g. `/api/index`. */
  readonly path: string;
  readonly method: 'GET' | 'POST';
  /** The section of the API document, e.g. `7.2`. */
  readonly section: string;
  /** parameters left out of the signature */
  readonly unsigned: readonly string[];
  /** true if a repeat could ring people twice or change anything */
  readonly writes: boolean;
  /** true if success is a file instead of the JSON envelope */
  readonly answersWithFile: boolean;
}

/** Every endpoint of the API document, §7.1 to §7.13. */
export const ENDPOINTS = {
  // A repeated login replaces nothing but the key that the lost answer carried, and without
  // an answer there is no other way on: so it counts as a read.
  login: read('/api/login', '7.1'),
  tasks: read('/api/index', '7.2'),
  aiUsers: read('/api/getAiUsers', '7.3'),
  templates: read('/api/getProjects', '7.4'),
  addExcel: write('/api/addExcel', '7.5', ['upload', 'source']),
  addJson: write('/api/addJson', '7.6', ['client_info_json', 'source', 'aes']),
  operateTask: write('/api/operateTask', '7.7', []),
  callRecords: read('/api/cdrlist', '7.8'),
  segments: read('/api/cdrshow', '7.9'),
  crmRecords: read('/api/crmList', '7.10'),
  recordingFile: file('/api/cdrDownload', '7.11'),
  segmentFile: file('/api/cdrFragmentDownload', '7.12'),
  // The API document prints a blank after `/api/`, and its own sample URL has none.
  templateFile: file('/api/exportModel', '7.13'),
} as const satisfies Record<string, Endpoint>;

const BY_PATH: ReadonlyMap<string, Endpoint> = new Map(
  Object.values(ENDPOINTS).map((endpoint) => [endpoint.path, endpoint]),
);

/**
 * The endpoint that a path or a whole address leads to; a path before `/api/` (a platform
 * behind a prefix) and a query string are allowed. Undefined if there is none.
 */
export function endpointOf(path: string): Endpoint | undefined {
  const [address] = path.split(/[?#]/, 1);
  const start = address.lastIndexOf('/api/');
  return start < 0 ? undefined : BY_PATH.get(address.slice(start));
}

function read(path: string, section: string): Endpoint {
  return { path, method: 'POST', section, unsigned: [], writes: false, answersWithFile: false };
}

function write(path: string, section: string, unsigned: readonly string[]): Endpoint {
  return { path, method: 'POST', section, unsigned, writes: true, answersWithFile: false };
}

function file(path: string, section: string): Endpoint {
  return { path, method: 'GET', section, unsigned: [], writes: false, answersWithFile: true };
}
