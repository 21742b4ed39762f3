import { ENDPOINTS as DOCUMENTED } from '../fixtures/apiDocument';
import { ENDPOINTS, endpointOf } from '../../xiaoa/endpoints';

test.each(DOCUMENTED)('$path is called as §$section says', (documented) => {
  const { section, method, path, unsigned = [], changes = false, file = false } = documented;
  const endpoint = endpointOf(path)!;
  expect(endpoint).toMatchObject({ section, method, path, writes: changes, answersWithFile: file });
  expect([...endpoint.unsigned].sort()).toEqual(unsigned.sort());
});

test('there is no endpoint that the document does not have', () => {
  expect(Object.keys(ENDPOINTS)).toHaveLength(DOCUMENTED.length);
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
