import { sign } from '../../../xiaoa/signing/signature';
import { signParameters } from '../../../xiaoa/signing/signParameters';

const SIGNER = {
  userSn: 'SYSUSER|0123456789abcdef',
  apiKey: 'Kpd2vKYC',
  form: 'escaped',
} as const;

test('own parameters follow the common ones, and what is undefined is left out', () => {
  const own = { pageSize: 5, status: undefined, batch: null, phone: '138' };
  const signed = signParameters({ unsigned: [] }, own, SIGNER);
  expect(Object.keys(signed)).toEqual(['user_sn', 'api_key', 'pageSize', 'phone', 'url']);
  expect(signed.url).toBe(
    sign({ user_sn: SIGNER.userSn, api_key: 'Kpd2vKYC', pageSize: '5', phone: '138' }),
  );
});

test.each([
  ['escaped', '5', 'true', '2', true],
  ['raw', '5', 'true', '2', true],
  ['escapedTyped', 5, true, '2', true],
  ['rawTyped', 5, true, '2', true],
] as const)('%s decides whether what is signed is sent as text', (form, ...expected) => {
  const own = { pageSize: 5, flag: true, id: '2', aes: true, client_info_json: 'Zm9v' };
  const unsigned = ['client_info_json', 'aes'];
  const { pageSize, flag, id, aes } = signParameters({ unsigned }, own, { ...SIGNER, form });
  expect([pageSize, flag, id, aes]).toEqual(expected);
});

test('nobody but the signer sets the key', () => {
  const own = { user_sn: 'other', api_key: 'other', url: 'other', a: '1' };
  const signed = signParameters({ unsigned: [] }, own, SIGNER);
  expect(signed).toMatchObject({ user_sn: SIGNER.userSn, api_key: SIGNER.apiKey, a: '1' });
  expect(signed.url).toBe(sign({ user_sn: SIGNER.userSn, api_key: SIGNER.apiKey, a: '1' }));
});

test('what somebody has encrypted already is not encrypted again', () => {
  const clear = { client_info_json: ' {"data":[]}', aes: true };
  const unsigned = ['client_info_json', 'aes'];
  const { client_info_json: once } = signParameters({ unsigned }, clear, SIGNER);
  expect(once).not.toContain('data');
  const again = signParameters({ unsigned }, { client_info_json: once, aes: 'true' }, SIGNER);
  expect(again.client_info_json).toBe(once);
});

test('half a character is signed and sent as the same replacement', () => {
  const signed = signParameters({ unsigned: [] }, { mark: '\ud83d' }, SIGNER);
  expect(signed.mark).toBe('\ufffd');
});
