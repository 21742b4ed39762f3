import { once } from 'node:events';
import {
  createServer,
  get,
  type Agent,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

import type { IDataObject } from 'n8n-workflow';

import { httpAnswer } from './host';

/** A recording, as far as it matters. */
export const SOUND = Buffer.concat([Buffer.from('RIFF\0\0\0\0'), Buffer.alloc(100_000, 7)]);

/** Answers one request after the other; the last answer goes on. */
type Manner = (response: ServerResponse, connection: Socket) => void;

/** A server at the other end of a real connection, which answers as well or as badly as a test wants. */
export class RudeServer {
  manners: Manner[];
  /** How many connections there were. */
  connections = 0;
  /** The answers that were given, or begun. */
  readonly answers: ServerResponse[] = [];
  private readonly server = createServer((_, response) => {
    this.answers.push(response);
    const manner = this.manners.length > 1 ? this.manners.shift()! : this.manners[0];
    manner(response, response.socket!);
  });

  constructor(...manners: Manner[]) {
    this.manners = manners;
    this.server.on('connection', () => (this.connections += 1));
  }

  /** The beginning of an answer, as soon as its headers have come. */
  async ask(agent?: Agent): Promise<IncomingMessage> {
    if (!this.server.listening) await once(this.server.listen(0, '127.0.0.1'), 'listening');
    const { port } = this.server.address() as AddressInfo;
    return await new Promise((resolve, reject) => {
      get({ port, host: '127.0.0.1', agent: agent ?? false }, resolve).on('error', reject);
    });
  }

  /** Such an answer as n8n's request gives it to a node. */
  readonly answer = async (): Promise<ReturnType<typeof httpAnswer>> => {
    const answer = await this.ask();
    return httpAnswer(answer, answer.statusCode, answer.headers as IDataObject);
  };

  close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }
}
