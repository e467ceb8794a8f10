import assert from 'node:assert/strict';
import { JSDOM } from 'jsdom';
import { html, page } from '../../../src/sandbox/okta/html.ts';

describe("markup of the sandbox's Okta", () => {
  const texts = [
    '<script>x</script>',
    '"><img src=x onerror=y>',
    "' onclick='x",
    '&lt;b&gt; & &#60;',
    '</style>',
    '日本',
  ];
  for (const text of texts) {
    it(`holds ${text} as text, in an element, an attribute and a title`, () => {
      const parts = [html`<i>${text}</i>`, html`<b>plain</b>`];
      const { document } = new JSDOM(
        page(
          text,
          html`<p title="${text}">${text}</p>
            ${parts}`,
        ),
      ).window;
      const paragraph = document.querySelector('p[title]');
      assert.deepEqual(
        [
          document.title,
          paragraph?.getAttribute('title'),
          paragraph?.innerHTML && paragraph.textContent,
        ].concat(
          [...document.querySelectorAll('main i, main b')].map((element) => element.textContent),
          [...document.querySelectorAll('main *')].map((element) => element.localName).join(' '),
        ),
        [text, text, text, text, 'plain', 'p p i b'],
      );
    });
  }
});
