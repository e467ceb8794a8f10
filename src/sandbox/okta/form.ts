import type { Context } from 'koa';

const maxBytes = 64 * 1024;

/** Reads a posted form; one over 64 KiB is answered with 413. */
export async function readForm(context: Context): Promise<URLSearchParams> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of context.req as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > maxBytes) context.throw(413, `The form is over ${maxBytes} bytes.`);
    chunks.push(chunk);
  }
  return new URLSearchParams(Buffer.concat(chunks).toString('utf8'));
}
