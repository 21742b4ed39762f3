import fastify, { type FastifyInstance } from 'fastify';
import type { AddressInfo } from 'node:net';
import { Conversation, type Message, type Reply, type Script, type Tool } from './conversation';

export const MODEL = 'stand-in';

interface CompletionRequest {
  messages: Message[];
  tools?: Array<{ function: Tool }>;
  stream?: boolean;
}

/**
 * A language model on this machine, for n8n's own "OpenAI Chat Model" node: the base URL of an `openAiApi`
 * credential leads to it. It says what a script says, so that a run goes the same way each time.
 */
export class ModelStandIn {
  /** What it was asked, oldest first. */
  readonly conversations: Conversation[] = [];

  /** What it says next. */
  script: Script = () => 'Nothing has been scripted.';

  private replies = 0;

  private constructor(private readonly app: FastifyInstance) {}

  static async start(port = 0): Promise<ModelStandIn> {
    const app = fastify({ forceCloseConnections: true, bodyLimit: 64 * 1024 * 1024 });
    const standIn = new ModelStandIn(app);
    app.get('/v1/models', () => ({
      object: 'list',
      data: [{ id: MODEL, object: 'model', created: 0, owned_by: 'demo' }],
    }));
    app.post('/v1/chat/completions', (request) =>
      standIn.complete(request.body as CompletionRequest),
    );
    await app.listen({ port, host: '127.0.0.1' });
    return standIn;
  }

  /** For the credential's Base URL: `http://127.0.0.1:…/v1`. */
  get url(): string {
    const { port } = this.app.server.address() as AddressInfo;
    return `http://127.0.0.1:${port}/v1`;
  }

  async stop(): Promise<void> {
    await this.app.close();
  }

  private complete({ messages, tools = [], stream }: CompletionRequest): object {
    // n8n asks for a stream only where a chat shows the words as they come.
    if (stream) throw Object.assign(new Error('No streams here'), { statusCode: 400 });
    const conversation = new Conversation(
      messages,
      tools.map((tool) => tool.function),
    );
    this.conversations.push(conversation);
    return this.completion(this.script(conversation));
  }

  private completion(reply: Reply): object {
    this.replies += 1;
    const calls = typeof reply === 'string' ? [] : reply;
    const message = {
      role: 'assistant',
      content: typeof reply === 'string' ? reply : null,
      ...(calls.length > 0 && {
        tool_calls: calls.map(({ tool, input }, index) => ({
          id: `call_${this.replies}_${index}`,
          type: 'function',
          function: { name: tool, arguments: JSON.stringify(input) },
        })),
      }),
    };
    return {
      id: `chatcmpl-${this.replies}`,
      object: 'chat.completion',
      created: Math.floor(Date.now() / 1000),
      model: MODEL,
      choices: [
        {
          index: 0,
          message,
          finish_reason: calls.length > 0 ? 'tool_calls' : 'stop',
          logprobs: null,
        },
      ],
      usage: { prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 },
    };
  }
}
