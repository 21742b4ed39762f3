/** A file to send, with its parameters around it (API §7.5). */
export class MultipartUpload {
  constructor(
    readonly parameters: Readonly<Record<string, unknown>>,
    readonly file: { readonly field: string; readonly name: string; readonly bytes: Uint8Array },
  ) {}
}

/**
 * Writes the parts as one body. It is given to HTTP as plain bytes with their own content type: n8n would
 * take a form for a stream that can be sent only once, and not send it again with a renewed key.
 */
export async function encodeMultipart(
  parameters: Readonly<Record<string, unknown>>,
  { file }: MultipartUpload,
): Promise<{ body: Uint8Array; contentType: string }> {
  const form = new FormData();
  for (const [name, value] of Object.entries(parameters)) form.append(name, String(value));
  form.append(file.field, new Blob([new Uint8Array(file.bytes)]), file.name);
  const encoded = new Response(form);
  return {
    body: new Uint8Array(await encoded.arrayBuffer()),
    contentType: encoded.headers.get('content-type') ?? 'multipart/form-data',
  };
}
