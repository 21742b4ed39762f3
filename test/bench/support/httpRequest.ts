import type { Step } from './lab';

/** n8n's HTTP Request node, named "Send", posting JSON. */
export function httpRequest(url: string, jsonBody: string, options: object = {}): Step {
  return {
    name: 'Send',
    type: 'n8n-nodes-base.httpRequest',
    version: 4.2,
    parameters: {
      method: 'POST',
      url,
      sendBody: true,
      contentType: 'json',
      specifyBody: 'json',
      jsonBody,
      options,
    },
  };
}
