import type { FileShelf } from './files';
import type { MessageBoard, SlackButton } from './messages';

export interface SlackCall {
  method: string;
  token: string;
  params: Record<string, unknown>;
}

/** What Slack keeps. */
export interface Workspace {
  board: MessageBoard;
  shelf: FileShelf;
}

type Answer = Record<string, unknown>;
type Endpoint = (params: Record<string, unknown>, workspace: Workspace) => Answer;

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
  'conversations.info': ({ channel }) => ({
    channel: { id: channel, name: channelOf(channel)?.name },
  }),
  'chat.postMessage': postMessage,
  'files.getUploadURLExternal': announceFile,
  'files.completeUploadExternal': shareFiles,
};

/** Answers a call of Slack's web API as Slack does: HTTP 200 always, `ok` tells. */
export function answerSlack({ method, token, params }: SlackCall, workspace: Workspace): Answer {
  const endpoint = ENDPOINTS[method];
  if (!endpoint) return refusal('unknown_method');
  if (!token.startsWith('xoxb-')) return refusal(token ? 'invalid_auth' : 'not_authed');
  return { ok: true, ...endpoint(params, workspace) };
}

function refusal(error: string): Answer {
  return { ok: false, error };
}

function postMessage(params: Record<string, unknown>, { board }: Workspace): Answer {
  const channel = channelOf(params.channel);
  if (!channel) return refusal('channel_not_found');
  const { buttons, ...blocks } = readBlocks(params.blocks);
  const text = String(params.text ?? '') || blocks.text;
  if (!text) return refusal('no_text');
  const threadTs = optional(params.thread_ts);
  const { ts } = board.post({ channel: `#${channel.name}`, text, buttons, threadTs });
  return { channel: channel.id, ts, message: { type: 'message', user: USER.id, text, ts } };
}

function announceFile({ filename, length }: Record<string, unknown>, { shelf }: Workspace): Answer {
  const bytes = Number(length);
  if (!filename || !(bytes > 0)) return refusal('invalid_arguments');
  return shelf.announce(String(filename), bytes);
}

function shareFiles(params: Record<string, unknown>, { shelf }: Workspace): Answer {
  const files = params.files as Array<{ id: string; title?: string }>;
  // Here Slack knows a channel by its id alone.
  const channel = CHANNELS.find(({ id }) => id === params.channel_id);
  if (!channel) return refusal('channel_not_found');
  const place = {
    channel: `#${channel.name}`,
    threadTs: optional(params.thread_ts),
    comment: optional(params.initial_comment) ?? '',
  };
  const areThere = files.every(({ id, title }) => shelf.share(id, { title, ...place }));
  return areThere ? { files } : refusal('file_not_found');
}

function optional(value: unknown): string | undefined {
  return value === undefined || value === '' ? undefined : String(value);
}

/** Slack takes a channel's id, or its name with or without the sign. */
function channelOf(wanted: unknown): { id: string; name: string } | undefined {
  const text = String(wanted).replace(/^#/, '');
  return CHANNELS.find(({ id, name }) => id === text || name === text);
}

interface Block {
  type: string;
  text?: { text: string };
  elements?: Array<{ type: string; text?: { text: string }; url?: string }>;
}

/** The words and the links of Slack's block layout, which n8n uses when it asks someone to approve. */
export function readBlocks(value: unknown): { text: string; buttons: SlackButton[] } {
  const blocks = (typeof value === 'string' ? JSON.parse(value) : (value ?? [])) as Block[];
  const sections = blocks.filter(({ type }) => type === 'section');
  return {
    text: sections
      .map(({ text }) => text?.text.trim() ?? '')
      .filter((text) => text !== '')
      .join('\n'),
    buttons: blocks
      .flatMap(({ elements = [] }) => elements)
      .filter(({ type, url }) => type === 'button' && url !== undefined)
      .map(({ text, url }) => ({ label: text?.text ?? '', url: url! })),
  };
}
