import assert from 'node:assert/strict';
import { JSDOM } from 'jsdom';
import type { RowsRequest } from '../../src/protocol/rowMessages.ts';
import { resultMimeType, type ResultPayload } from '../../src/protocol/resultPayload.ts';
import { activate } from '../../src/renderer/index.ts';
import { openRowChannel, RowsRefused } from '../../src/renderer/rowChannel.ts';

const numbers = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, at) => [String(from + at)]);
const payload = (totalRows: number, resultId?: string): ResultPayload => ({
  version: 1,
  statementId: 'd9b6c0c9-0747-4bf4-b142-e8883122f766',
  region: 'us-east-1',
  warehouse: 'redshift-tip-enabled',
  database: 'dev',
  account: 'ming@example.com',
  durationMs: 42,
  resultSet: {
    columns: [{ name: 'n', typeName: 'int4', numeric: true }],
    rows: numbers(0, Math.min(200, totalRows)),
    totalRows,
    ...(resultId === undefined ? {} : { resultId }),
  },
});

/** An extension host that keeps what it was asked until the test answers. */
class Host {
  readonly asked: RowsRequest[] = [];
  #answer: (message: unknown) => void = () => undefined;
  readonly context = {
    postMessage: (message: RowsRequest) => void this.asked.push(message),
    onDidReceiveMessage: (listener: (message: unknown) => void) => void (this.#answer = listener),
  };

  async say(message: unknown): Promise<void> {
    this.#answer(message);
    await new Promise((resolve) => setImmediate(resolve));
  }

  /** With the rows asked for last. */
  async answer(): Promise<void> {
    const { requestId, from, to } = this.asked.at(-1) ?? assert.fail('nothing was asked');
    await this.say({ kind: 'rows', requestId, rows: numbers(from, to) });
  }
}

describe('rows beyond those of the output', () => {
  let dom: JSDOM;
  let output: HTMLElement;
  let host: Host;

  beforeEach(() => {
    dom = new JSDOM('<!doctype html><div id="output"></div>');
    output = dom.window.document.querySelector<HTMLElement>('#output') ?? assert.fail();
    host = new Host();
  });
  const draw = (value: unknown, context: unknown = host.context) =>
    activate(context).renderOutputItem({ id: 'one', mime: resultMimeType, json: () => value }, output);
  const text = (selector: string) => output.querySelector(selector)?.textContent ?? undefined;
  const rowCount = () => output.querySelectorAll('tbody tr').length;
  const button = () => output.querySelector('button') ?? undefined;
  const press = () => (button() ?? assert.fail('no button')).click();
  const scroll = () => output.querySelector<HTMLElement>('.scroll') ?? assert.fail();
  const scrollTo = (top: number) => {
    Object.defineProperties(scroll(), { scrollHeight: { value: 5_000 }, clientHeight: { value: 400 } });
    scroll().scrollTop = top;
    scroll().dispatchEvent(new dom.window.Event('scroll'));
  };

  it('come by a button, in their order, with their numbers', async () => {
    draw(payload(5_400, 'result'));
    press();
    assert.deepEqual(host.asked, [{ kind: 'rows', requestId: 1, resultId: 'result', from: 200, to: 700 }]);
    await host.answer();
    const rows = [...output.querySelectorAll('tbody tr')].slice(199, 202);
    assert.deepEqual(
      rows.map(({ children }) => [...children].map(({ textContent }) => textContent)),
      [
        ['200', '199'],
        ['201', '200'],
        ['202', '201'],
      ],
    );
  });

  it('are counted wherever the count is read', async () => {
    draw(payload(5_400, 'result'));
    press();
    await host.answer();
    assert.deepEqual(
      {
        drawn: rowCount(),
        summary: text('.summary .rows'),
        region: scroll().getAttribute('aria-label'),
        caption: text('caption'),
        said: text('[role=status]'),
      },
      {
        drawn: 700,
        summary: '5,400 rows, first 700 shown',
        region: 'Query result: 5,400 rows, first 700 shown',
        caption: 'Query result: 5,400 rows, first 700 shown',
        said: '700 of 5,400 rows shown',
      },
    );
  });

  it('come when the reader gets near the end, and not before', () => {
    draw(payload(5_400, 'result'));
    scrollTo(100);
    assert.equal(host.asked.length, 0);
    scrollTo(4_400);
    assert.equal(host.asked.length, 1);
  });

  it('are asked for once, however often the reader scrolls or presses', async () => {
    draw(payload(5_400, 'result'));
    scrollTo(4_600);
    scrollTo(4_590);
    press();
    assert.equal(host.asked.length, 1);
    await host.answer();
    press();
    assert.deepEqual(
      host.asked.map(({ from }) => from),
      [200, 700],
    );
  });

  it('end with the last one; the focus stays in the result', async () => {
    draw(payload(450, 'result'));
    button()?.focus();
    press();
    await host.answer();
    assert.deepEqual(
      [
        host.asked[0]?.to,
        rowCount(),
        button(),
        text('.rows'),
        dom.window.document.activeElement === scroll(),
      ],
      [450, 450, undefined, '450 rows', true],
    );
  });

  it('end at the bound of what a cell draws, with words', async () => {
    draw(payload(1_000_000, 'result'));
    for (let presses = 0; button() && presses < 30; presses++) {
      press();
      await host.answer();
    }
    assert.deepEqual(
      [rowCount(), text('[role=status]')],
      [10_000, '10,000 of 1,000,000 rows shown, as many as a cell draws'],
    );
    scrollTo(4_600);
    assert.equal(host.asked.length, 20);
  });

  it('that are refused leave the words in their place; then only the button asks again', async () => {
    draw(payload(5_400, 'result'));
    press();
    const message = 'Run the cell again to see more rows.';
    await host.say({ kind: 'refused', requestId: 1, message });
    scrollTo(4_600);
    assert.deepEqual([text('[role=status]'), rowCount(), host.asked.length], [message, 200, 1]);
    press();
    await host.answer();
    assert.deepEqual([text('[role=status]'), rowCount()], ['700 of 5,400 rows shown', 700]);
  });

  const strange: { label: string; answer: object; words: string }[] = [
    { label: 'none', answer: { rows: [] }, words: 'There are no more rows. Run the cell again.' },
    {
      label: 'of another width',
      answer: { rows: [['1', '2']] },
      words: 'The rows that came can’t be drawn. Run the cell again.',
    },
    {
      label: 'no text',
      answer: { rows: [[1]] },
      words: 'The rows that came can’t be drawn. Run the cell again.',
    },
    {
      label: 'too many',
      answer: { rows: numbers(0, 501) },
      words: 'The rows that came can’t be drawn. Run the cell again.',
    },
  ];
  for (const { label, answer, words } of strange) {
    it(`that can’t be are not drawn: ${label}`, async () => {
      draw(payload(5_400, 'result'));
      press();
      await host.say({ kind: 'rows', requestId: 1, ...answer });
      assert.deepEqual([text('[role=status]'), rowCount()], [words, 200]);
    });
  }

  it('are text, whatever they hold', async () => {
    draw(payload(201, 'result'));
    press();
    const markup = '<img src=x onerror="window.hit = 1">';
    await host.say({ kind: 'rows', requestId: 1, rows: [[markup]] });
    assert.deepEqual([output.querySelector('img'), text('tbody tr:last-child td')], [null, markup]);
  });

  for (const message of [
    undefined,
    'rows',
    { kind: 'rows', requestId: 2, rows: [] },
    { kind: 'rows', requestId: 1 },
  ]) {
    it(`wait on when something else comes: ${JSON.stringify(message)}`, async () => {
      draw(payload(5_400, 'result'));
      press();
      await host.say(message);
      await host.answer();
      assert.equal(rowCount(), 700);
    });
  }

  const without: { label: string; value: ResultPayload; context?: unknown }[] = [
    { label: 'all are there', value: payload(200, 'result') },
    { label: 'nobody has them', value: payload(5_400) },
    { label: 'nobody answers', value: payload(5_400, 'result'), context: {} },
    { label: 'the front end gives no context', value: payload(5_400, 'result'), context: null },
  ];
  for (const { label, value, context } of without) {
    it(`are not offered where ${label}`, () => {
      draw(value, context === undefined ? host.context : context);
      assert.deepEqual([button(), output.querySelectorAll('table').length], [undefined, 1]);
    });
  }

  it('give up on a host that never answers', async () => {
    const channel = openRowChannel(host.context, 1) ?? assert.fail();
    await assert.rejects(channel.rows('result', 0, 1, 1), new RowsRefused('No more rows came. Try again.'));
  });
});
