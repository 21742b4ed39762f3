import { Readable } from 'node:stream';

import type {
  IBinaryKeyData,
  IDataObject,
  IExecuteFunctions,
  INodeExecutionData,
} from 'n8n-workflow';

import { customOperations } from '../../../nodes/shared/operation';
import { addContacts } from '../../../nodes/Task/addContacts';
import { create } from '../../../nodes/Task/create';
import * as orders from '../../../nodes/Task/operateTask';
import { SESSION_HEADER } from '../../../xiaoa/session/ticket';

interface Request {
  readonly path: string;
  readonly parameters: Record<string, unknown>;
}

const FILE = {
  'content-type': 'application/vnd.ms-excel',
  'content-disposition': 'attachment; filename="template.xls"',
};

export const OPERATIONS = [create, addContacts, ...Object.values(orders)];

/** What n8n gives the Task node for one run, and a platform that answers it. */
export class Host {
  parameters: IDataObject = {};
  items: INodeExecutionData[] = [{ json: {} }];
  type = 'xiaoATask';
  continues = false;
  requests: Request[] = [];
  /** How long the latest request to a path may take, in ms. */
  readonly timeouts = new Map<string, unknown>();
  /** How often an expression was evaluated. */
  evaluations = 0;
  /** By path; an error is thrown as n8n's request throws it. */
  answers: Record<string, (parameters: Record<string, unknown>) => unknown> = {};

  /** Runs the operation, for items with these values. */
  async run(
    operation: string,
    items: IDataObject[] = [{}],
    parameters: IDataObject = {},
    binaries: Array<IBinaryKeyData | undefined> = [],
  ): Promise<INodeExecutionData[]> {
    this.requests = [];
    this.items = items.map((json, item) => ({ json, binary: binaries[item] }));
    this.parameters = { resource: 'task', operation, ...parameters };
    const operations = customOperations('task', OPERATIONS);
    const [output] = await operations.task[operation].call(this.context);
    return output;
  }

  /** The parameters of the requests to this path. */
  to(path: string): Array<Record<string, unknown>> {
    return this.requests.filter((one) => one.path === path).map(({ parameters }) => parameters);
  }

  private get context(): IExecuteFunctions {
    const executeData = { data: { main: [this.items] } };
    const context = {
      getNode: () => ({
        id: 'node',
        name: 'Task',
        type: this.type,
        typeVersion: 1,
        parameters: this.parameters,
      }),
      getInputData: () => this.items,
      getExecuteData: () => executeData,
      continueOnFail: () => this.continues,
      getNodeParameter: (
        name: string,
        item: number,
        otherwise: unknown,
        { rawExpressions = false } = {},
      ) => {
        const written = name in this.parameters ? this.parameters[name] : otherwise;
        return rawExpressions ? written : this.resolved(written, item);
      },
      evaluateExpression: (expression: string, item: number) => this.evaluate(expression, item),
      getCredentials: async () =>
        await Promise.resolve({
          baseUrl: 'https://platform.example',
          username: 'user',
          password: 'secret-password',
        }),
      logger: { warn: () => {} },
      getExecutionCancelSignal: () => undefined,
      helpers: {
        httpRequestWithAuthentication: async (_: string, options: IDataObject) =>
          await Promise.resolve(this.answer(options)),
        getBinaryDataBuffer: async (item: number, property: string) =>
          await Promise.resolve(Buffer.from(this.items[item].binary![property].data, 'base64')),
      },
    };
    return context as unknown as IExecuteFunctions;
  }

  private resolved(written: unknown, item: number): unknown {
    if (typeof written === 'string' && written.startsWith('=')) {
      return this.evaluate(written.slice(1), item);
    }
    if (typeof written !== 'object' || written === null) return written;
    return Object.fromEntries(
      Object.entries(written).map(([name, value]) => [name, this.resolved(value, item)]),
    );
  }

  /** As much of n8n's expressions as the tests use. */
  private evaluate(expression: string, item: number): unknown {
    this.evaluations += 1;
    const value = (code: string): unknown => {
      const input = { all: () => this.items, first: () => this.items[0] };
      const work = new Function('$json', '$input', `return (${code})`) as (
        ...data: unknown[]
      ) => unknown;
      return work(this.items[item].json, input);
    };
    const [, only] = /^\{\{((?:(?!\}\}).)*)\}\}$/s.exec(expression.trim()) ?? [];
    if (only !== undefined) return value(only);
    return expression.replace(/\{\{(.*?)\}\}/gs, (_, code: string) => String(value(code)));
  }

  private answer({ url, body: posted, qs, headers: given, timeout }: IDataObject) {
    // As the credential does when it hands a request over for sending.
    (given as Record<string, { begin?: () => void }>)[SESSION_HEADER]?.begin?.();
    const path = String(url);
    const sent = (posted ?? qs) as IDataObject;
    const parameters = Object.fromEntries(
      Object.entries(sent).filter(([, value]) => value !== undefined),
    );
    this.requests.push({ path, parameters });
    this.timeouts.set(path, timeout);
    const answer = this.answers[path]?.(parameters) ?? { code: 0, msg: 'ok', data: [] };
    if (answer instanceof Error) throw answer;
    const body = Buffer.isBuffer(answer) ? answer : Buffer.from(JSON.stringify(answer));
    const headers = Buffer.isBuffer(answer) ? FILE : {};
    return { statusCode: 200, headers, body: Readable.from([body]) };
  }
}
