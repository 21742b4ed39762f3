import type {
  IAuthenticate,
  ICredentialDataDecryptedObject,
  ICredentialTestRequest,
  ICredentialType,
  IDataObject,
  IHttpRequestHelper,
  INodeProperties,
} from 'n8n-workflow';

import { PLATFORM_CODES, SUCCESS } from '../xiaoa/codes';
import { ENDPOINTS } from '../xiaoa/endpoints';
import { authenticateRequest } from './authenticate';
import { RENEW_SESSION, SESSION_HEADER } from '../xiaoa/session/ticket';
import { renewSession } from './renew';

export class XiaoAApi implements ICredentialType {
  name = 'xiaoAApi';

  displayName = 'XiaoA API';

  icon = { light: 'file:../icons/xiaoa.svg', dark: 'file:../icons/xiaoa.dark.svg' } as const;

  documentationUrl = 'https://github.com/n8n-nodes-xiaoa/n8n-nodes-xiaoa#credential';

  properties: INodeProperties[] = [
    {
      displayName: 'Base URL',
      name: 'baseUrl',
      type: 'string',
      default: '',
      required: true,
      placeholder: 'e.g. https://xiaoa.example.com:8088',
      description: 'Address of the platform as XiaoA gave it to you, without /api at the end',
    },
    {
      displayName: 'User Name',
      name: 'username',
      type: 'string',
      default: '',
      required: true,
      description: 'The name you sign in to XiaoA with',
    },
    {
      displayName: 'Password',
      name: 'password',
      type: 'string',
      typeOptions: { password: true },
      default: '',
      required: true,
    },
    {
      displayName: 'Signature Encoding',
      name: 'signatureEncoding',
      type: 'options',
      options: [
        {
          name: 'Escaped (Default)',
          value: 'escaped',
          description: 'Chinese characters are signed as \\uXXXX, as PHP does by default',
        },
        {
          name: 'Raw',
          value: 'raw',
          description: 'Chinese characters are signed as they are',
        },
      ],
      default: 'escaped',
      description:
        'How requests with Chinese text are signed. Change it only if such requests fail with code 10001 while others work.',
    },
    {
      displayName:
        'Everyone who signs in to the API with this account takes the key away from the others. Use one credential for one account, in all workflows.',
      name: 'sharedAccountNotice',
      type: 'notice',
      default: '',
    },
    {
      displayName: 'Session Token',
      name: 'sessionToken',
      type: 'hidden',
      // `expirable` has n8n fill it by `preAuthentication`; without `password` it would be readable over REST.
      typeOptions: { expirable: true, password: true },
      default: '',
    },
  ];

  async preAuthentication(
    this: IHttpRequestHelper,
    credentials: ICredentialDataDecryptedObject,
  ): Promise<IDataObject> {
    return { sessionToken: await renewSession(this.helpers, credentials) };
  }

  authenticate: IAuthenticate = async (credentials, requestOptions) =>
    await authenticateRequest(credentials, requestOptions);

  // n8n takes a stored key as proof enough, so the test asks for a login: else a wrong new password would pass.
  test: ICredentialTestRequest = {
    request: {
      baseURL: '={{$credentials.baseUrl}}',
      url: ENDPOINTS.aiUsers.path,
      method: 'POST',
      headers: { [SESSION_HEADER]: RENEW_SESSION },
    },
    rules: [...PLATFORM_CODES.values()]
      .filter(({ code }) => code !== SUCCESS)
      .map(({ code, meaning, advice }) => ({
        type: 'responseSuccessBody' as const,
        properties: { key: 'code', value: code, message: `${meaning} (code ${code}). ${advice}` },
      })),
  };
}
