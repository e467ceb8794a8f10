/** The look of every page, in light and dark. It stands in the page itself, under a hash in its Content-Security-Policy. */
export const styleSheet = `
:root { color-scheme: light dark; --ink: #1d2733; --soft: #5a6775; --paper: #f3f5f8; --card: #fff; --line: #d5dbe3; --accent: #1a56c4; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e8edf3; --soft: #a3afbd; --paper: #12171e; --card: #1c232c; --line: #36414e; --accent: #8ab4ff; }
}
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 1.5rem; background: var(--paper); color: var(--ink);
  font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", sans-serif; }
main { width: 100%; max-width: 27rem; padding: 2rem; background: var(--card); border: 1px solid var(--line); border-radius: 12px; }
h1 { margin: 0 0 .5rem; font-size: 1.4rem; line-height: 1.25; }
p { margin: .5rem 0; }
.brand { margin: 0 0 1.25rem; color: var(--soft); font-size: .8rem; font-weight: 600; letter-spacing: .04em; }
.soft { color: var(--soft); font-size: .9rem; }
form { display: grid; gap: .6rem; margin: 1.25rem 0; }
button { display: block; width: 100%; padding: .75rem 1rem; text-align: left; font: inherit; color: inherit; cursor: pointer;
  background: transparent; border: 1px solid var(--line); border-radius: 8px; }
button:hover, button:focus-visible { border-color: var(--accent); outline: 1px solid var(--accent); }
button b, button span { display: block; }
button span { color: var(--soft); font-size: .85rem; }
code { font: .85rem/1.5 ui-monospace, Consolas, monospace; overflow-wrap: anywhere; }
dl { margin: 1rem 0; }
dt { color: var(--soft); font-size: .8rem; }
dd { margin: 0 0 .6rem; }
`;
