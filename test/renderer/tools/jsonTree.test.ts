import assert from 'node:assert/strict';
import fc from 'fast-check';
import { JSDOM } from 'jsdom';
import { beforeEach, describe, it } from 'mocha';
import { parseJson, type JsonNode } from '../../../src/renderer/tools/jsonNodes.ts';
import { jsonTree } from '../../../src/renderer/tools/jsonTree.ts';

function valueOf(node: JsonNode): unknown {
  switch (node.kind) {
    case 'object':
      return Object.fromEntries(node.entries.map(([key, value]) => [key, valueOf(value)]));
    case 'array':
      return node.items.map(valueOf);
    case 'string':
      return node.text;
    default:
      return JSON.parse(node.text);
  }
}

describe('JSON', () => {
  it('is read as JSON.parse reads it', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(0, 2), (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        const node = parseJson(text);
        assert.deepEqual(node && valueOf(node), JSON.parse(text));
      }),
    );
  });

  it('keeps the digits of numbers, and keys that stand there twice', () => {
    const node = parseJson('{"a": 9007199254740993, "a": 1.50}');
    assert.deepEqual(node, {
      kind: 'object',
      entries: [
        ['a', { kind: 'number', text: '9007199254740993' }],
        ['a', { kind: 'number', text: '1.50' }],
      ],
    });
  });

  for (const text of [
    '',
    '{',
    '[1,]',
    '{"a":}',
    '01',
    '"a',
    "'a'",
    '[1] 2',
    '{"a" 1}',
    'nul',
    '"\n"',
    '[1 2]',
    `"${'\\u00'.repeat(5)}`,
  ]) {
    it(`is not what JSON.parse refuses: ${JSON.stringify(text)}`, () => {
      assert.throws(() => JSON.parse(text));
      assert.equal(parseJson(text), undefined);
    });
  }

  it('is given up on where it is nested too deeply', () => {
    assert.equal(parseJson('['.repeat(100_000)), undefined);
    assert.equal(parseJson('['.repeat(600) + ']'.repeat(600)), undefined);
  });

  it('of a long text that never ends is given up on at once', () => {
    assert.equal(parseJson(`"${'a'.repeat(1_000_000)}`), undefined);
  });
});

describe('a tree of JSON', () => {
  let document: Document;
  let tree: HTMLElement;
  const draw = (value: unknown): void => {
    tree = jsonTree(document, parseJson(JSON.stringify(value)) ?? assert.fail(), 'JSON');
    document.body.replaceChildren(tree);
  };
  beforeEach(() => ({ document } = new JSDOM('<!doctype html><body>').window));
  /** What is in sight, with its level. */
  const lines = (): string[] =>
    [...tree.querySelectorAll<HTMLElement>('[role=treeitem]')]
      .filter((item) => !item.parentElement?.closest('[hidden]'))
      .map((item) => `${item.getAttribute('aria-level')} ${item.querySelector('.json-line')?.textContent}`);
  const active = (): string | undefined =>
    document.activeElement?.querySelector('.json-line')?.textContent ?? undefined;
  const key = (name: string): void => {
    const { KeyboardEvent } = document.defaultView ?? assert.fail();
    document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key: name, bubbles: true }));
  };
  const keys = (...names: string[]): void => names.forEach(key);

  it('shows the first level', () => {
    draw({ a: 1, b: { c: [] }, d: ['x', null, true] });
    assert.deepEqual(lines(), ['1 {3}', '2 a: 1', '2 b: {1}', '2 d: [3]']);
  });

  it('of many members is closed at first', () => {
    draw(Array(21).fill(0));
    assert.deepEqual(lines(), ['1 [21]']);
  });

  it('opens and closes by keys', () => {
    draw({ a: { b: { c: 1 } }, d: 2 });
    tree.querySelector<HTMLElement>('[tabindex="0"]')?.focus();
    keys('ArrowDown', 'ArrowRight', 'ArrowRight', 'Enter');
    assert.deepEqual([lines(), active()], [['1 {2}', '2 a: {1}', '3 b: {1}', '4 c: 1', '2 d: 2'], 'b: {1}']);
    keys('ArrowLeft', 'ArrowLeft', 'ArrowLeft');
    assert.deepEqual([lines(), active()], [['1 {2}', '2 a: {1}', '2 d: 2'], 'a: {1}']);
    key('End');
    assert.equal(active(), 'd: 2');
    keys('ArrowDown', 'Home');
    assert.equal(active(), '{2}');
    assert.equal(tree.querySelectorAll('[tabindex="0"]').length, 1);
  });

  it('opens and closes by a click', () => {
    draw({ a: { b: 1 } });
    const line = tree.querySelectorAll<HTMLElement>('.json-line')[1] ?? assert.fail();
    line.click();
    assert.deepEqual(lines(), ['1 {1}', '2 a: {1}', '3 b: 1']);
    line.click();
    assert.deepEqual(lines(), ['1 {1}', '2 a: {1}']);
  });

  it('draws a part of many members, and the next ones when asked', () => {
    draw(Array.from({ length: 150 }, (_, index) => index));
    tree.querySelector<HTMLElement>('[tabindex="0"]')?.focus();
    keys('ArrowRight', 'End');
    assert.deepEqual([lines().length, active()], [102, 'Show more (50 left)']);
    key('Enter');
    assert.deepEqual([lines().length, active(), lines().at(-1)], [151, '100: 100', '2 149: 149']);
  });

  it('is text, whatever it holds', () => {
    draw({ '<b>': '<img src=x>\u202e' });
    assert.deepEqual([tree.querySelector('b, img'), lines()[1]], [null, '2 <b>: "<img src=x>\\u202E"']);
  });
});
