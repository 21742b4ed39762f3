import { ENDPOINTS, endpointOf, type Endpoint } from '../../xiaoa/endpoints';

const all: Array<[string, Endpoint]> = Object.entries(ENDPOINTS);

test('there is one endpoint for each of §7.1 to §7.13', () => {
  expect(all.map(([, { section }]) => section)).toEqual(
    Array.from({ length: 13 }, (_, index) => `7.${index + 1}`),
  );
  expect(new Set(all.map(([, { path }]) => path)).size).toBe(13);
  for (const [, { path }] of all) expect(path).toMatch(/^\/api\/\w+$/);
});

test('only the imports leave parameters out of the signature', () => {
  expect(ENDPOINTS.addExcel.unsigned).toEqual(['upload', 'source']);
  expect(ENDPOINTS.addJson.unsigned).toEqual(['client_info_json', 'source', 'aes']);
  const others = all.filter(([name]) => name !== 'addExcel' && name !== 'addJson');
  expect(others.flatMap(([, { unsigned }]) => unsigned)).toEqual([]);
});

test('what is written, what answers with a file, what is GET', () => {
  const names = (test: (endpoint: Endpoint) => boolean) =>
    all.filter(([, endpoint]) => test(endpoint)).map(([name]) => name);
  expect(names(({ writes }) => writes)).toEqual(['addExcel', 'addJson', 'operateTask']);
  const files = ['recordingFile', 'segmentFile', 'templateFile'];
  expect(names(({ answersWithFile }) => answersWithFile)).toEqual(files);
  expect(names(({ method }) => method === 'GET')).toEqual(files);
});

test.each([
  ['/api/index', ENDPOINTS.tasks],
  ['/api/cdrDownload?url=3e415b12&recordpath=/api/index', ENDPOINTS.recordingFile],
  ['https://xiaoa.example/crm/api/crmList', ENDPOINTS.crmRecords],
  ['https://api.example/api/addJson#x', ENDPOINTS.addJson],
  ['/api/', undefined],
  ['/api/Index', undefined],
  ['/api/index/more', undefined],
  ['index', undefined],
  ['', undefined],
])('endpointOf(%p)', (path, endpoint) => {
  expect(endpointOf(path)).toBe(endpoint);
});
