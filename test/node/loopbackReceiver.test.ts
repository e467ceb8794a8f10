import assert from 'node:assert/strict';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { openLoopbackReceiver } from '../../src/node/loopbackReceiver.ts';

const never = new AbortController().signal;

/** `fetch` does not let a test choose the Host header. */
function get(
  url: string,
  headers: Record<string, string> = {},
  method = 'GET',
): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    request(url, { headers, method, agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
    })
      .on('error', reject)
      .end();
  });
}

describe('loopback receiver', () => {
  it('hands over the first request to its path and answers the browser with a page', async () => {
    const receiver = await openLoopbackReceiver('http://127.0.0.1/callback', [0], never);
    const answer = get(`${receiver.redirectUri}?code=c&state=s`);
    const { url, respond } = await receiver.callback;
    respond({ ok: true, title: 'You are signed in', text: 'As ming@example.com.' });
    const { status, text } = await answer;
    assert.deepEqual(
      [url.pathname + url.search, status, text.includes('As ming@example.com.')],
      ['/callback?code=c&state=s', 200, true],
    );
    await assert.rejects(get(receiver.redirectUri), { code: 'ECONNREFUSED' });
  });

  it('writes the port that was free into the redirect URI and nothing else', async () => {
    const receiver = await openLoopbackReceiver('http://127.0.0.1/callback', [0], never);
    assert.match(receiver.redirectUri, /^http:\/\/127\.0\.0\.1:\d+\/callback$/);
    receiver.close();
  });

  it('keeps a redirect URI with a port character by character', async () => {
    const free = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => free.once('listening', resolve));
    const { port } = free.address() as AddressInfo;
    await new Promise((resolve) => free.close(resolve));
    const receiver = await openLoopbackReceiver(`http://localhost:${port}`, [0], never);
    assert.equal(receiver.redirectUri, `http://localhost:${port}`);
    receiver.close();
  });

  it('listens where an IPv6 redirect URI says', async () => {
    const receiver = await openLoopbackReceiver('http://[::1]/callback', [0], never);
    const answer = get(receiver.redirectUri);
    (await receiver.callback).respond({ ok: true, title: '', text: '' });
    assert.equal((await answer).status, 200);
  });

  it('takes the next port when one is in use, and fails when none is free', async () => {
    const taken = await openLoopbackReceiver('http://127.0.0.1/callback', [0], never);
    const port = Number(new URL(taken.redirectUri).port);
    const next = await openLoopbackReceiver('http://127.0.0.1/callback', [port, 0], never);
    assert.notEqual(new URL(next.redirectUri).port, String(port));
    next.close();
    await assert.rejects(openLoopbackReceiver('http://127.0.0.1/callback', [port], never), {
      code: 'EADDRINUSE',
    });
    taken.close();
  });

  it('answers nothing but its own path by its own name', async () => {
    const receiver = await openLoopbackReceiver('http://127.0.0.1/callback', [0], never);
    const { host } = new URL(receiver.redirectUri);
    const statuses = [
      await get(`http://${host}/favicon.ico`),
      await get(`http://${host}/callback?code=c`, { host: 'attacker.example' }),
      await get(`http://${host}/callback`, {}, 'POST'),
    ].map(({ status }) => status);
    assert.deepEqual(statuses, [404, 404, 404]);
    const answer = get(receiver.redirectUri);
    (await receiver.callback).respond({ ok: true, title: '', text: '' });
    assert.equal((await answer).status, 200);
  });

  it('ends with its signal, with the reason', async () => {
    const abort = new AbortController();
    const receiver = await openLoopbackReceiver('http://127.0.0.1/callback', [0], abort.signal);
    abort.abort(new Error('enough'));
    await assert.rejects(receiver.callback, /enough/);
    await assert.rejects(get(receiver.redirectUri), { code: 'ECONNREFUSED' });
  });

  it('draws everything as text', async () => {
    const receiver = await openLoopbackReceiver('http://127.0.0.1/callback', [0], never);
    const answer = get(receiver.redirectUri);
    (await receiver.callback).respond({ ok: false, title: '<b>', text: '<img src=x onerror=alert(1)> "&' });
    const { status, text } = await answer;
    assert.deepEqual([status, /<b>|<img/.test(text)], [400, false]);
  });
});
