import type { IDataObject, IPollFunctions } from 'n8n-workflow';

import type { Row } from '../../../nodes/shared/lists';

interface Request {
  readonly path: string;
  readonly parameters: Record<string, unknown>;
}

/** What n8n gives a poll, and a platform that answers it. */
export class Host {
  /** By path, what stands in a list; the newest row first. */
  lists: Record<string, Row[]> = { '/api/crmList': [], '/api/taskList': [] };
  /** Sent in the place of a list. */
  answer?: () => unknown;
  requests: Request[] = [];
  parameters: IDataObject = {};
  credential: IDataObject | Error = {
    baseUrl: 'https://platform.example',
    username: 'user',
    password: 'secret-password',
  };
  mode = 'trigger';
  nodeId = 'node';
  data: IDataObject = {};
  node: IDataObject = Object.defineProperty({}, '__dataChanged', { value: false });
  warnings: string[] = [];
  budgetMs?: number;
  /** Rows that the platform gives at once. */
  cap = 1_000;

  get context(): IPollFunctions {
    const budgetMs = this.budgetMs;
    const context = {
      getMode: () => this.mode,
      getNode: () => ({
        id: this.nodeId,
        name: 'Trigger',
        type: 'xiaoACrmTrigger',
        parameters: this.parameters,
      }),
      getWorkflow: () => ({ id: 'w' }),
      getWorkflowStaticData: (type: string) => (type === 'global' ? this.data : this.node),
      getNodeParameter: (name: string, otherwise: unknown) => this.parameters[name] ?? otherwise,
      getCredentials: async () => {
        await Promise.resolve();
        if (this.credential instanceof Error) throw this.credential;
        return this.credential;
      },
      logger: { warn: (message: string) => this.warnings.push(message) },
      helpers: {
        httpRequestWithAuthentication: async (_: string, options: IDataObject) =>
          await Promise.resolve(this.send(options)),
      },
      workflow: { nodes: { Trigger: {} } },
      __emit: () => {},
      ...(budgetMs === undefined ? {} : { getPollBudgetMs: () => budgetMs }),
    };
    return context as unknown as IPollFunctions;
  }

  private send({ url, body, qs }: IDataObject) {
    const path = String(url);
    const parameters = { ...((body ?? qs) as IDataObject) };
    this.requests.push({ path, parameters });
    const { pageIndex, ...asked } = parameters as { pageIndex: number; pageSize: number };
    const pageSize = Math.min(asked.pageSize, this.cap);
    const { start_create_at: first = '', end_create_at: last = '9' } = parameters;
    const list = (this.lists[path] ?? []).filter(({ connected_at: at }) => {
      const day = at === undefined ? first : String(at).slice(0, 10);
      return String(day) >= String(first) && String(day) <= String(last);
    });
    const rows = list.slice(pageIndex * pageSize, (pageIndex + 1) * pageSize);
    const data = { total: list.length, list: rows };
    const answer = this.answer?.() ?? { code: 0, msg: 'ok', data };
    return { statusCode: 200, headers: {}, body: JSON.stringify(answer) };
  }
}
