import { createHmac } from 'node:crypto';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { readBody, sendJson } from '../proxy/answers';

export type Chat = 'wecom' | 'dingtalk' | 'feishu';

/** A message that a group has taken. */
export interface RobotMessage {
  chat: Chat;
  text: string;
  receivedAt: number;
}

/** How a group's robot is protected. */
export interface Protection {
  keyword?: string;
  secret?: string;
}

interface RobotRequest {
  url: URL;
  body: Record<string, unknown>;
  bytes: number;
}

interface Rule {
  host: string;
  path: string;
  /** Where the group's key stands in the address; Feishu has it in the path. */
  key?: string;
  bytes: number;
  perMinute: number;
  text(body: Record<string, unknown>): unknown;
  ok: object;
  refusal(code: number, reason: string): object;
  /** The signature of the request is right, and not older than an hour. */
  isSigned?(request: RobotRequest, secret: string): boolean;
  codes: { key: number; keyword: number; sign: number; size: number; rate: number; body: number };
}

const HOUR_MS = 3_600_000;
const errcode = (code: number, reason: string) => ({ errcode: code, errmsg: reason });

/** What the three document of their group robots. All of them refuse with HTTP 200. */
const RULES: Record<Chat, Rule> = {
  wecom: {
    host: 'qyapi.weixin.qq.com',
    path: '/cgi-bin/webhook/send',
    key: 'key',
    bytes: 4096,
    perMinute: 20,
    text: ({ msgtype, markdown }) =>
      msgtype === 'markdown' ? (markdown as { content?: string })?.content : undefined,
    ok: errcode(0, 'ok'),
    refusal: errcode,
    codes: { key: 93000, keyword: 0, sign: 0, size: 40058, rate: 45009, body: 40008 },
  },
  dingtalk: {
    host: 'oapi.dingtalk.com',
    path: '/robot/send',
    key: 'access_token',
    bytes: 20_000,
    perMinute: 20,
    text: ({ msgtype, markdown }) =>
      msgtype === 'markdown' ? (markdown as { text?: string })?.text : undefined,
    ok: errcode(0, 'ok'),
    refusal: errcode,
    isSigned({ url }, secret) {
      const timestamp = url.searchParams.get('timestamp') ?? '';
      const sign = hmac(secret, `${timestamp}\n${secret}`);
      return isRecent(Number(timestamp)) && url.searchParams.get('sign') === sign;
    },
    codes: { key: 300001, keyword: 310000, sign: 310000, size: 460101, rate: 660026, body: 400 },
  },
  feishu: {
    host: 'open.feishu.cn',
    path: '/open-apis/bot/v2/hook/demo-key',
    bytes: 20_000,
    perMinute: 100,
    text: ({ msg_type, content }) =>
      msg_type === 'text' ? (content as { text?: string })?.text : undefined,
    ok: { code: 0, msg: 'success', data: {}, StatusCode: 0, StatusMessage: 'success' },
    refusal: (code, msg) => ({ code, msg, data: {} }),
    isSigned({ body }, secret) {
      const timestamp = String(body.timestamp);
      const sign = hmac(`${timestamp}\n${secret}`, '');
      return isRecent(Number(timestamp) * 1000) && body.sign === sign;
    },
    codes: { key: 19001, keyword: 19024, sign: 19021, size: 9499, rate: 11232, body: 9499 },
  },
};

/** The group robots of WeCom, DingTalk and Feishu on this machine, a group for each. */
export class RobotStandIn {
  /** Oldest first. */
  readonly messages: RobotMessage[] = [];

  readonly protection: Record<Chat, Protection> = { wecom: {}, dingtalk: {}, feishu: {} };

  readonly hosts: Record<string, RequestListener> = Object.fromEntries(
    (Object.keys(RULES) as Chat[]).map((chat) => [
      RULES[chat].host,
      (request, response) => void this.answer(chat, request, response),
    ]),
  );

  /** What somebody copies from the robot's settings. */
  webhookOf(chat: Chat): string {
    const { host, path, key } = RULES[chat];
    return `https://${host}${path}${key ? `?${key}=demo-key` : ''}`;
  }

  messagesOf(chat: Chat): RobotMessage[] {
    return this.messages.filter((message) => message.chat === chat);
  }

  private async answer(
    chat: Chat,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const bytes = await readBody(request);
    const url = new URL(request.url ?? '/', `https://${RULES[chat].host}`);
    const body = JSON.parse(bytes.toString('utf8')) as Record<string, unknown>;
    sendJson(response, this.take(chat, { url, body, bytes: bytes.length }));
  }

  private take(chat: Chat, request: RobotRequest): object {
    const { path, key, text: textOf, codes, ok, refusal, isSigned, ...limits } = RULES[chat];
    const { keyword, secret } = this.protection[chat];
    const { url, body } = request;
    const text = textOf(body);
    const lastMinute = this.messagesOf(chat).filter(
      ({ receivedAt }) => receivedAt > Date.now() - 60_000,
    );
    if (url.pathname !== path || (key && url.searchParams.get(key) !== 'demo-key')) {
      return refusal(codes.key, 'invalid webhook address');
    }
    if (typeof text !== 'string' || text === '') return refusal(codes.body, 'no such message type');
    if (chat === 'wecom' ? Buffer.byteLength(text) > limits.bytes : request.bytes > limits.bytes) {
      return refusal(codes.size, 'message too long');
    }
    if (keyword && !text.includes(keyword))
      return refusal(codes.keyword, 'keywords not in content');
    if (secret && !isSigned?.(request, secret)) return refusal(codes.sign, 'sign not match');
    if (lastMinute.length >= limits.perMinute) return refusal(codes.rate, 'too many messages');
    this.messages.push({ chat, text, receivedAt: Date.now() });
    return ok;
  }
}

function hmac(key: string, text: string): string {
  return createHmac('sha256', key).update(text).digest('base64');
}

function isRecent(time: number): boolean {
  return Math.abs(Date.now() - time) < HOUR_MS;
}
