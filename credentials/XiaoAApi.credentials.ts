import type {
  IAuthenticate,
  ICredentialDataDecryptedObject,
  ICredentialTestRequest,
  ICredentialType,
  IDataObject,
  IHttpRequestHelper,
  INodeProperties,
} from 'n8n-workflow';

import { isSignatureCode, isStaleKeyCode, PLATFORM_CODES, SERVER_FAULT } from '../xiaoa/codes';
import { ENDPOINTS } from '../xiaoa/endpoints';
import { describeRefusal } from '../xiaoa/refusals';
import { HARMLESS_QUESTION } from '../xiaoa/session/probeForm';
import { RENEW_SESSION, SESSION_HEADER } from '../xiaoa/session/ticket';
import { authenticateRequest } from './authenticate';
import { renewSession } from './renew';

const byPassword = { displayOptions: { show: { authentication: ['password'] } } };
const byAccessId = { displayOptions: { show: { authentication: ['accessId'] } } };

/** A switch, and no certificate that would have to be hidden. */
const ignoreSslIssues: INodeProperties = {
  displayName: 'Ignore SSL Issues (Insecure)',
  name: 'allowUnauthorizedCerts',
  type: 'boolean',
  default: false,
  description:
    "Whether to connect even if the server's certificate can't be verified, for example because it is self-signed",
};

export class XiaoAApi implements ICredentialType {
  name = 'xiaoAApi';

  displayName = 'XiaoA API';

  icon = { light: 'file:../icons/xiaoa.svg', dark: 'file:../icons/xiaoa.dark.svg' } as const;

  documentationUrl =
    'https://github.com/n8n-nodes-xiaoa/n8n-nodes-xiaoa/blob/main/docs/credential.md';

  properties: INodeProperties[] = [
    {
      displayName: 'Authentication',
      name: 'authentication',
      type: 'options',
      options: [
        {
          name: 'Access ID',
          value: 'accessId',
          description: 'For servers of version 6.6 or newer. Signs nobody out.',
        },
        {
          name: 'User Name and Password',
          value: 'password',
          description:
            'Works with every server. Each new login signs out everyone else on the account.',
        },
      ],
      default: 'password',
      description: 'How to sign in to XiaoA',
    },
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
      displayName:
        'This address starts with http://, so the connection is not encrypted: others on the network can read the password, the API key and your contacts. Use https:// if your server supports it.',
      name: 'plainHttpNotice',
      type: 'notice',
      // Not a regular expression: n8n runs these in a sandbox, at each reading of the credential.
      displayOptions: { show: { baseUrl: [{ _cnd: { startsWith: 'http://' } }] } },
      default: '',
    },
    {
      displayName: 'User Name',
      name: 'username',
      type: 'string',
      ...byPassword,
      default: '',
      required: true,
      placeholder: 'e.g. n8n-robot',
      description: 'The user name of your XiaoA account',
    },
    {
      displayName: 'Password',
      name: 'password',
      type: 'string',
      typeOptions: { password: true },
      ...byPassword,
      default: '',
      required: true,
      description: 'The password of your XiaoA account',
    },
    {
      displayName: 'Access ID',
      name: 'accessId',
      type: 'string',
      ...byAccessId,
      default: '',
      required: true,
      placeholder: 'e.g. 5f3a9c1e7b2d',
      description: 'The API access ID (api_access_id) that XiaoA gave you',
    },
    {
      displayName: 'Access Secret',
      name: 'accessSecret',
      type: 'string',
      typeOptions: { password: true },
      ...byAccessId,
      default: '',
      required: true,
      description: 'The API access secret (api_access_secret) that belongs to the access ID',
    },
    {
      displayName: 'Signature Encoding',
      name: 'signatureEncoding',
      type: 'options',
      options: [
        {
          name: 'Automatic (Recommended)',
          value: 'auto',
          description: 'Detects how the server signs, and again if that changes',
        },
        {
          name: 'Escaped',
          value: 'escaped',
          description: 'Chinese characters are signed as \\uXXXX, as PHP does by default',
        },
        {
          name: 'Raw',
          value: 'raw',
          description: 'Chinese characters are signed as they are',
        },
      ],
      default: 'auto',
      description: 'How requests with Chinese text are signed',
    },
    ignoreSslIssues,
    {
      displayName:
        'XiaoA allows one API session per account: each new login signs the others out. Create one credential per account and use it in all workflows.',
      name: 'sharedAccountNotice',
      type: 'notice',
      ...byPassword,
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
    return await renewSession(this.helpers, credentials);
  }

  authenticate: IAuthenticate = async (credentials, requestOptions) =>
    await authenticateRequest(credentials, requestOptions);

  // n8n takes a stored key as proof enough, so the test asks for a login: else a wrong new password would pass. The
  // login finds out how the server signs, and the question, with Chinese text in it, shows that it is right.
  test: ICredentialTestRequest = {
    request: {
      baseURL: '={{$credentials.baseUrl}}',
      url: ENDPOINTS.tasks.path,
      method: 'POST',
      headers: { [SESSION_HEADER]: RENEW_SESSION },
      body: HARMLESS_QUESTION as IDataObject,
      ignoreHttpStatusErrors: true,
    },
    rules: [...PLATFORM_CODES.keys()].filter(failsTest).map((code) => {
      const { message, advice } = describeRefusal({ code, msg: '' }, [], {
        carries: 'other',
        nonAscii: true,
      });
      return {
        type: 'responseSuccessBody' as const,
        properties: { key: 'code', value: code, message: `${message}. ${advice}` },
      };
    }),
  };
}

/** Other refusals are of the question, not of the credential. */
function failsTest(code: number): boolean {
  return isSignatureCode(code) || isStaleKeyCode(code) || code === SERVER_FAULT;
}
