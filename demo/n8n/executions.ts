import { setTimeout as sleep } from 'node:timers/promises';
import { manualRun } from './compatibility';
import { RestError, type RestClient } from './rest';

interface StoredExecution {
  id: string;
  status: string;
  data: string;
}

interface NodeRun {
  error?: { message: string; description?: string };
  data?: { main: Array<Array<{ json: Record<string, unknown> }> | null> };
}

export interface RunData {
  resultData: { runData: Record<string, NodeRun[]>; error?: { message: string } };
}

export interface Execution {
  id: string;
  status: string;
  data: RunData;
}

const UNFINISHED = ['new', 'running', 'waiting'];
const EXECUTION_MS = 180_000;

/** Runs a workflow from one of its triggers, as the editor's button does. Gives the execution's id. */
export async function runWorkflow(rest: RestClient, id: string, trigger: string): Promise<string> {
  const body = await manualRun(rest, id, trigger);
  const { executionId } = await rest.post<{ executionId: string }>(`/workflows/${id}/run`, body);
  return executionId;
}

/** Waits for an execution's end and gives it with its data. */
export async function finishedExecution(rest: RestClient, id: string): Promise<Execution> {
  const end = Date.now() + EXECUTION_MS;
  for (;;) {
    const execution = await executionSoFar(rest, id);
    if (execution?.data) return { ...execution, data: execution.data };
    if (Date.now() > end) {
      throw new Error(`Execution ${id} is still ${execution?.status ?? 'out of reach'}`);
    }
    await sleep(250);
  }
}

/** Without data as long as it runs; undefined while n8n is too busy to say. */
async function executionSoFar(
  rest: RestClient,
  id: string,
): Promise<(Omit<Execution, 'data'> & { data?: RunData }) | undefined> {
  try {
    const execution = await rest.get<StoredExecution>(`/executions/${id}`);
    if (UNFINISHED.includes(execution.status)) return { ...execution, data: undefined };
    // n8n 1 writes that an execution has finished before it writes what came out: an empty list until then.
    return { ...execution, data: parseFlatted(execution.data) as RunData | undefined };
  } catch (error) {
    const isDatabaseBusy = error instanceof RestError && error.status === 503;
    // After standing still for long, n8n drops the connections it had.
    const isConnectionLost = error instanceof TypeError;
    if (isDatabaseBusy || isConnectionLost) return undefined;
    throw error;
  }
}

/** The items a node gave on its first output, in its last run. */
export function outputOf(execution: Execution, node: string): Array<Record<string, unknown>> {
  const runs = execution.data.resultData.runData[node] ?? [];
  return (runs.at(-1)?.data?.main[0] ?? []).map(({ json }) => json);
}

/** The message of what made an execution fail. */
export function errorOf(execution: Execution): string | undefined {
  return execution.data.resultData.error?.message;
}

/**
 * Reads n8n's execution data, kept as `flatted` JSON: an array of all values, in which every text
 * inside an object or a list is the index of another value. Loops come out as loops.
 */
export function parseFlatted(text: string): unknown {
  const table = JSON.parse(text) as unknown[];
  const done = new Set<unknown>();
  const resolve = (index: number): unknown => {
    const value = table[index];
    if (typeof value !== 'object' || value === null || done.has(value)) return value;
    done.add(value);
    const holder = value as Record<string, unknown>;
    for (const [key, entry] of Object.entries(holder)) {
      if (typeof entry === 'string') holder[key] = resolve(Number(entry));
    }
    return holder;
  };
  return resolve(0);
}
