/** What n8n sends and receives, as far as the scripts need it: OpenAI's chat completions. */
export interface Message {
  role: 'system' | 'user' | 'assistant' | 'tool';
  /** Text, or a list of parts with text. */
  content: string | Array<{ type: string; text?: string }> | null;
  tool_calls?: Array<{ id: string; function: { name: string; arguments: string } }>;
  /** Of a tool's result: which call it answers. */
  tool_call_id?: string;
}

/** A tool as the model is shown it. */
export interface Tool {
  name: string;
  description: string;
  /** JSON schema of its input. */
  parameters: { properties?: Record<string, Record<string, unknown>>; required?: string[] };
}

/** A tool's name and the input that the model gives it. */
export interface ToolCall {
  tool: string;
  input: Record<string, unknown>;
}

/** Words, or tools to call side by side. */
export type Reply = string | ToolCall[];

/** What the model says next, as a function of all that was said before. */
export type Script = (conversation: Conversation) => Reply;

/** One request to the model. */
export class Conversation {
  constructor(
    readonly messages: readonly Message[],
    readonly tools: readonly Tool[],
  ) {}

  /** What the tools have given so far, oldest first, with the input they were given. */
  get results(): Array<ToolCall & { output: string }> {
    const calls = this.messages.flatMap(({ tool_calls = [] }) => tool_calls);
    return this.messages
      .filter(({ role }) => role === 'tool')
      .map(({ tool_call_id: id, content }) => {
        const { name, arguments: input } = calls.find((call) => call.id === id)!.function;
        return { tool: name, input: JSON.parse(input), output: textOf(content) };
      });
  }

  /** The last thing that a tool gave. */
  resultOf(tool: string): string | undefined {
    return this.results.filter((result) => result.tool === tool).at(-1)?.output;
  }

  /** What the user, or a chain in the user's place, has said. */
  get prompt(): string {
    const said = this.messages.filter(({ role }) => role === 'user');
    return said.map(({ content }) => textOf(content)).join('\n');
  }
}

function textOf(content: Message['content']): string {
  if (Array.isArray(content)) return content.map(({ text = '' }) => text).join('');
  return content ?? '';
}
