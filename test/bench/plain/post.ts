/** Sends signed parameters and opens the answer, with nothing else around it. */
export async function post<T>(
  baseUrl: string,
  path: string,
  parameters: Record<string, unknown>,
): Promise<T> {
  const answer = await fetch(baseUrl + path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json;charset=utf-8' },
    body: JSON.stringify(parameters),
  });
  const { code, msg, data } = (await answer.json()) as { code: number; msg: string; data: T };
  if (code !== 0) throw new Error(`Code ${code}: ${msg}`);
  return data;
}
