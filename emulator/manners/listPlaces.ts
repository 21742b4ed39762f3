import type { Row } from './manner';

type Change = (rows: Row[]) => unknown;

/** Where the lists of an answer's data are; `data` comes back with each list changed. */
export function inLists(endpoint: string, data: unknown, change: Change): unknown {
  switch (endpoint) {
    case 'index':
    case 'crmList':
    case 'cdrlist':
      return inMember(data, 'list', change);
    case 'getAiUsers':
    case 'getProjects':
      return change(data as Row[]);
    case 'cdrshow':
      return Array.isArray(data)
        ? data.map((call) => inMember(call, 'fragment', change))
        : inMember(data, 'fragment', change);
    default:
      return data;
  }
}

function inMember(data: unknown, name: string, change: Change): unknown {
  const object = data as Row;
  return { ...object, [name]: change(object[name] as Row[]) };
}
