import { createHash } from 'node:crypto';
import { styleSheet } from './styleSheet.ts';

/** Markup that is already escaped. */
export class Html {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

type Interpolation = string | Html | readonly Html[];

/** Builds markup; every interpolated string is escaped, whatever it holds. */
export function html(strings: TemplateStringsArray, ...values: Interpolation[]): Html {
  return new Html(strings.map((text, index) => text + render(values[index])).join(''));
}

function render(value: Interpolation | undefined): string {
  if (value === undefined) return '';
  if (typeof value === 'string') return escape(value);
  if (value instanceof Html) return value.text;
  return value.map((part) => part.text).join('');
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

// One piece, so that the text under the hash below is exactly the element's text.
const style = new Html(`<style>${styleSheet}</style>`);

/** A whole page: nothing in it is loaded from anywhere, and it needs no script. */
export function page(title: string, body: Html): string {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
        <link rel="icon" href="data:," />
        ${style}
      </head>
      <body>
        <main>
          <p class="brand">Sandbox stand-in for Okta</p>
          ${body}
        </main>
      </body>
    </html>`.text;
}

const styleHash = createHash('sha256').update(styleSheet).digest('base64');

/** Headers of every page. */
export const pageHeaders: Readonly<Record<string, string>> = {
  // Without form-action: Chromium applies it to the redirect that follows the form, which goes to the client's port.
  'Content-Security-Policy': `default-src 'none'; style-src 'sha256-${styleHash}'; img-src data:; base-uri 'none'; frame-ancestors 'none'`,
  'Cache-Control': 'no-store',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
};
