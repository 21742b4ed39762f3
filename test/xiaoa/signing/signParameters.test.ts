import { sign } from '../../../xiaoa/signing/signature';
import { signParameters } from '../../../xiaoa/signing/signParameters';

const SIGNER = {
  userSn: 'SYSUSER|0123456789abcdef',
  apiKey: 'Kpd2vKYC',
  encoding: 'escaped',
} as const;

test('own parameters follow the common ones, and what is undefined is left out', () => {
  const own = { pageSize: 5, status: undefined, phone: '138' };
  const signed = signParameters({ unsigned: [] }, own, SIGNER);
  expect(Object.keys(signed)).toEqual(['user_sn', 'api_key', 'pageSize', 'phone', 'url']);
  expect(signed.url).toBe(
    sign({ user_sn: SIGNER.userSn, api_key: 'Kpd2vKYC', pageSize: 5, phone: '138' }),
  );
});

test('half a character is signed and sent as the same replacement', () => {
  const signed = signParameters({ unsigned: [] }, { mark: '\ud83d' }, SIGNER);
  expect(signed.mark).toBe('\ufffd');
});
