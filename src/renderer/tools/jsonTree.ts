import { formatCount } from '../../core/redshift/results/resultSummary.ts';
import { element, type Child } from '../element.ts';
import { valueText } from '../valueCell.ts';
import { icon } from './icon.ts';
import type { JsonNode } from './jsonNodes.ts';
import { hasCommandKey, take } from './keys.ts';

/** Members that are drawn at a time. */
const step = 100;
/** Values inside of a value that is open from the start. */
const fewMembers = 20;

type Member = readonly [key: string | undefined, value: JsonNode];

/** A JSON value whose objects and arrays open and close; members are drawn when they are first seen. */
export function jsonTree(document: Document, node: JsonNode, name: string): HTMLElement {
  const tree = element(document, 'ul', 'json-tree');
  tree.setAttribute('role', 'tree');
  tree.setAttribute('aria-label', name);
  const root = itemView(document, [undefined, node], 1);
  tree.append(root);
  if (membersOf(node).length <= fewMembers) setOpen(root, true);
  root.tabIndex = 0;
  tree.addEventListener('click', ({ target }) => {
    const line = (target as Element).closest('.json-line');
    const item = line?.closest<HTMLElement>('[role=treeitem]');
    if (!item) return;
    if (item.dataset['more'] !== undefined) showMore(item);
    else if (isOpen(item) !== undefined) setOpen(item, !isOpen(item));
    focusItem(tree, item.isConnected ? item : undefined);
  });
  tree.addEventListener('keydown', (event) => {
    const item = (event.target as Element).closest<HTMLElement>('[role=treeitem]');
    if (!item || event.altKey || hasCommandKey(event)) return;
    if (press(tree, item, event.key)) take(event);
  });
  return tree;
}

/** What an item does and how it opens, without a member of its own in the tree's text. */
const contents = new WeakMap<HTMLElement, { open(): void; more(): void }>();

function itemView(document: Document, [key, node]: Member, level: number): HTMLElement {
  const members = membersOf(node);
  const item = element(document, 'li');
  item.setAttribute('role', 'treeitem');
  item.setAttribute('aria-level', String(level));
  item.tabIndex = -1;
  const twistie = element(document, 'span', 'twistie');
  const words: Child[] = key === undefined ? [] : [keyView(document, key), ': '];
  item.append(element(document, 'div', 'json-line', twistie, ...words, valueView(document, node)));
  if (members.length === 0) return item;
  twistie.append(icon(document, 'chevron'));
  item.setAttribute('aria-expanded', 'false');
  const group = element(document, 'ul');
  group.setAttribute('role', 'group');
  group.hidden = true;
  item.append(group);
  const add = (from: number): void => {
    const next = members.slice(from, from + step).map((member) => itemView(document, member, level + 1));
    group.append(...next);
    if (from + step < members.length)
      group.append(moreView(document, members.length, from + step, level + 1, add));
  };
  contents.set(item, { open: () => group.childElementCount === 0 && add(0), more: () => {} });
  return item;
}

/** A line that draws the next members. */
function moreView(
  document: Document,
  total: number,
  from: number,
  level: number,
  add: (from: number) => void,
): HTMLElement {
  const words = `Show more (${formatCount(total - from)} left)`;
  const item = element(document, 'li', '', element(document, 'div', 'json-line json-more', words));
  item.setAttribute('role', 'treeitem');
  item.setAttribute('aria-level', String(level));
  item.tabIndex = -1;
  item.dataset['more'] = '';
  contents.set(item, { open: () => {}, more: () => add(from) });
  return item;
}

function showMore(item: HTMLElement): void {
  const tree = item.closest<HTMLElement>('[role=tree]');
  const before = item.previousElementSibling;
  contents.get(item)?.more();
  const next = before?.nextElementSibling?.nextElementSibling;
  item.remove();
  if (tree && next) focusItem(tree, next as HTMLElement);
}

function isOpen(item: HTMLElement): boolean | undefined {
  const expanded = item.getAttribute('aria-expanded');
  return expanded === null ? undefined : expanded === 'true';
}

function setOpen(item: HTMLElement, open: boolean): void {
  if (isOpen(item) === undefined) return;
  if (open) contents.get(item)?.open();
  item.setAttribute('aria-expanded', String(open));
  const group = item.querySelector<HTMLElement>(':scope > [role=group]');
  if (group) group.hidden = !open;
}

/** @returns whether the key means something in a tree */
function press(tree: HTMLElement, item: HTMLElement, key: string): boolean {
  const items = [...tree.querySelectorAll<HTMLElement>('[role=treeitem]')].filter(
    (other) => !other.parentElement?.closest('[role=group][hidden]'),
  );
  const at = items.indexOf(item);
  switch (key) {
    case 'ArrowDown':
      return focusItem(tree, items[at + 1]);
    case 'ArrowUp':
      return focusItem(tree, items[at - 1]);
    case 'Home':
      return focusItem(tree, items[0]);
    case 'End':
      return focusItem(tree, items.at(-1));
    case 'ArrowRight':
      if (isOpen(item) === true) return focusItem(tree, items[at + 1]);
      setOpen(item, true);
      return true;
    case 'ArrowLeft':
      if (isOpen(item) !== true)
        return focusItem(tree, item.parentElement?.closest<HTMLElement>('[role=treeitem]'));
      setOpen(item, false);
      return true;
    case 'Enter':
    case ' ':
      if (item.dataset['more'] !== undefined) showMore(item);
      else setOpen(item, !isOpen(item));
      return true;
    default:
      return false;
  }
}

/** One item can be reached by Tab: the one that had the focus last. */
function focusItem(tree: HTMLElement, item: HTMLElement | null | undefined): true {
  if (!item) return true;
  for (const before of tree.querySelectorAll<HTMLElement>('[role=treeitem][tabindex="0"]'))
    before.tabIndex = -1;
  item.tabIndex = 0;
  item.focus();
  return true;
}

function membersOf(node: JsonNode): readonly Member[] {
  if (node.kind === 'object') return node.entries;
  if (node.kind === 'array') return node.items.map((item, index) => [String(index), item]);
  return [];
}

function keyView(document: Document, key: string): HTMLElement {
  return element(document, 'bdi', 'json-key', ...valueText(document, key));
}

function valueView(document: Document, node: JsonNode): HTMLElement {
  if (node.kind === 'object') return sizeView(document, '{', '}', node.entries.length);
  if (node.kind === 'array') return sizeView(document, '[', ']', node.items.length);
  const text = node.kind === 'string' ? JSON.stringify(node.text) : node.text;
  return element(document, 'bdi', `json-${node.kind}`, ...valueText(document, text));
}

/** `{3}`, `[]`. */
function sizeView(document: Document, open: string, close: string, size: number): HTMLElement {
  return element(document, 'span', 'json-size', `${open}${size > 0 ? formatCount(size) : ''}${close}`);
}
