/** Lines of 16 × 16 pixels. */
const drawings = {
  table: 'M2.5 3.5h11v9h-11zM2.5 6.5h11M6.5 6.5v6M2.5 9.5h11',
  chart: 'M2.5 2.5v11h11M5.5 11V8M8.5 11V4.5M11.5 11V6.5',
  map: 'M8 14s4.5-4.3 4.5-7.6a4.5 4.5 0 0 0-9 0C3.5 9.7 8 14 8 14zM8 8.2a1.7 1.7 0 1 0 0-3.4a1.7 1.7 0 0 0 0 3.4z',
  filter: 'M2 3.5h12M4.5 8h7M6.5 12.5h3',
  find: 'M7 11.5a4.5 4.5 0 1 0 0-9a4.5 4.5 0 0 0 0 9zM10.3 10.3l3.7 3.7',
  columns: 'M2.5 3.5h11v9h-11zM6.2 3.5v9M9.8 3.5v9',
  copy: 'M5.5 5.5h7v8h-7zM3.5 10.5v-8h7',
  export: 'M8 9.5v-7M5.3 5.2L8 2.5l2.7 2.7M2.5 9.5v4h11v-4',
  close: 'M4 4l8 8M12 4l-8 8',
  up: 'M8 13V3.5M4 7.5l4-4l4 4',
  down: 'M8 3v9.5M4 8.5l4 4l4-4',
  chevron: 'M6 4l4 4l-4 4',
  check: 'M3 8.5l3.5 3.5L13 4.5',
  open: 'M6.5 3.5h-4v10h10v-4M9.5 2.5h4v4M13.5 2.5L7.5 8.5',
} as const;

export type IconName = keyof typeof drawings;

const svg = 'http://www.w3.org/2000/svg';

/** A picture that says nothing by itself: what it stands on has a name. */
export function icon(document: Document, name: IconName): SVGElement {
  const picture = document.createElementNS(svg, 'svg');
  picture.setAttribute('viewBox', '0 0 16 16');
  picture.setAttribute('class', 'icon');
  picture.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS(svg, 'path');
  path.setAttribute('d', drawings[name]);
  picture.append(path);
  return picture;
}
