import { setTimeout as sleep } from 'node:timers/promises';

export interface Visitor {
  user: string;
  password: string;
}

/** The page that ends a form. */
export interface EndingPage {
  title: string;
  text: string;
  /** What the browser saves by itself. */
  files: Array<{ fileName: string; bytes: Buffer }>;
}

const ENDING_MS = 60_000;

export async function openForm(url: string, visitor: Visitor): Promise<Response> {
  return await fetch(url, { headers: headersOf(visitor) });
}

/** Fills in a form of n8n as a browser does, and waits for the page that ends it. */
export async function submitForm(
  url: string,
  visitor: Visitor,
  values: Array<string | File>,
): Promise<EndingPage> {
  const body = new FormData();
  for (const [at, value] of values.entries()) body.append(`field-${at}`, value);
  const response = await fetch(url, { method: 'POST', body, headers: headersOf(visitor) });
  const text = await response.text();
  if (!response.ok) throw new Error(`The form answers ${response.status}: ${text.slice(0, 200)}`);
  const { formWaitingUrl } = JSON.parse(text) as { formWaitingUrl: string };
  return await endingPage(formWaitingUrl, visitor);
}

async function endingPage(url: string, visitor: Visitor): Promise<EndingPage> {
  const headers = headersOf(visitor);
  await untilItWaits(new URL(url));
  const page = readPage(await (await fetch(url, { headers })).text());
  // What the page does by itself once it is there.
  await (await fetch(url, { method: 'POST', headers })).text();
  return page;
}

/** The page may be asked for only when the workflow has come to its end. */
async function untilItWaits(url: URL): Promise<void> {
  url.pathname += '/n8n-execution-status';
  const end = Date.now() + ENDING_MS;
  for (;;) {
    const status = await (await fetch(url)).text();
    if (status === 'form-waiting') return;
    if (!UNFINISHED.includes(status)) throw new Error(`The form ends without a page: ${status}`);
    if (Date.now() > end) throw new Error(`The form does not end: it is ${status}`);
    await sleep(500);
  }
}

const UNFINISHED = ['new', 'running', 'waiting'];

/** The title, and what the script of the page saves. */
function readPage(html: string): EndingPage {
  const [, title] = /<h1[^>]*>\s*([^<]*?)\s*<\/h1>/.exec(html) ?? [];
  const [, files] = /const binaries = "([^"]*)"/.exec(html) ?? [];
  return { title, text: html, files: files ? readFiles(files) : [] };
}

/** The bytes come one a character, or as a list. */
function readFiles(encoded: string): EndingPage['files'] {
  const files = JSON.parse(decodeURIComponent(encoded)) as Array<{
    fileName: string;
    data: string | { data: number[] };
  }>;
  return files.map(({ fileName, data }) => ({
    fileName,
    bytes: typeof data === 'string' ? Buffer.from(data, 'latin1') : Buffer.from(data.data),
  }));
}

function headersOf({ user, password }: Visitor): Record<string, string> {
  return { authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}` };
}
