import { readBlocks } from './blocks';
import type { MessageBoard } from './messages';

export interface SlackCall {
  method: string;
  token: string;
  params: Record<string, unknown>;
}

type Answer = Record<string, unknown>;
type Endpoint = (params: Record<string, unknown>, board: MessageBoard) => Answer;

const TEAM = { team: 'Demo', team_id: 'T0DEMO' };
const USER = { id: 'U0DEMO', name: 'xiaoa-alerts', real_name: 'XiaoA alerts' };
const CHANNELS = ['sales', 'general'].map((name) => ({
  id: `C0${name.toUpperCase()}`,
  name,
  is_channel: true,
  is_member: true,
}));

const ENDPOINTS: Record<string, Endpoint> = {
  'auth.test': () => ({
    ...TEAM,
    url: 'https://demo.slack.com/',
    user: USER.name,
    user_id: USER.id,
  }),
  'users.profile.get': () => ({ profile: { real_name: USER.real_name } }),
  'users.info': () => ({ user: USER }),
  'users.list': () => ({ members: [USER], response_metadata: { next_cursor: '' } }),
  'conversations.list': () => ({ channels: CHANNELS, response_metadata: { next_cursor: '' } }),
  'conversations.info': ({ channel }) => ({ channel: { id: channel, name: channelName(channel) } }),
  'chat.postMessage': postMessage,
};

/** Answers a call of Slack's web API as Slack does: HTTP 200 always, `ok` tells. */
export function answerSlack({ method, token, params }: SlackCall, board: MessageBoard): Answer {
  const endpoint = ENDPOINTS[method];
  if (!endpoint) return { ok: false, error: 'unknown_method' };
  if (!token.startsWith('xoxb-'))
    return { ok: false, error: token ? 'invalid_auth' : 'not_authed' };
  return { ok: true, ...endpoint(params, board) };
}

function postMessage(params: Record<string, unknown>, board: MessageBoard): Answer {
  const name = channelName(params.channel);
  if (!name) return { ok: false, error: 'channel_not_found' };
  const blocks = readBlocks(params.blocks);
  const text = String(params.text ?? '') || blocks.text;
  if (!text) return { ok: false, error: 'no_text' };
  const ts = board.post(`#${name}`, text, blocks.buttons);
  const channel = CHANNELS.find((one) => one.name === name)?.id;
  return { channel, ts, message: { type: 'message', user: USER.id, text, ts } };
}

/** Slack takes a channel's id, or its name with or without the sign. */
function channelName(wanted: unknown): string | undefined {
  const text = String(wanted).replace(/^#/, '');
  return CHANNELS.find(({ id, name }) => id === text || name === text)?.name;
}
