/** A browser without JavaScript: cookies, redirects, forms. */
export class Browser {
  readonly #cookies = new Map<string, { value: string; path: string }>();
  /** Text of every page that was shown. */
  readonly pages: string[] = [];

  /** Follows redirects until a page, or an address outside `issuer`, is reached. */
  async open(address: string | URL, body?: URLSearchParams): Promise<Page> {
    let url = new URL(address);
    const origin = url.origin;
    let response = await this.#request(url, body);
    for (let hop = 0; hop < 10; hop += 1) {
      const location = response.headers.get('location');
      if (response.status < 300 || response.status > 399 || location === null) {
        const text = await response.text();
        this.pages.push(text);
        return { url, status: response.status, headers: response.headers, text };
      }
      url = new URL(location, url);
      if (url.origin !== origin) return { url, status: response.status, headers: response.headers, text: '' };
      response = await this.#request(url);
    }
    throw new Error(`Redirects without an end at ${url.href}`);
  }

  /** Presses the button of a person on the page's form. */
  async press(page: Page, login: string): Promise<Page> {
    const action = /<form method="post" action="([^"]+)"/.exec(page.text)?.[1];
    if (action === undefined) throw new Error(`No form on the page at ${page.url.href}: ${page.text}`);
    return this.open(new URL(action, page.url), new URLSearchParams({ login }));
  }

  async #request(url: URL, body?: URLSearchParams): Promise<Response> {
    const cookies = [...this.#cookies].filter(([, { path }]) => url.pathname.startsWith(path));
    const response = await fetch(url, {
      method: body === undefined ? 'GET' : 'POST',
      redirect: 'manual',
      headers: {
        accept: 'text/html',
        cookie: cookies.map(([name, { value }]) => `${name}=${value}`).join('; '),
      },
      ...(body !== undefined && { body }),
    });
    for (const line of response.headers.getSetCookie()) this.#keep(line);
    return response;
  }

  #keep(line: string): void {
    const [pair = '', ...attributes] = line.split(/;\s*/);
    const split = pair.indexOf('=');
    const name = pair.slice(0, split);
    const value = pair.slice(split + 1);
    const path = attributes.find((attribute) => /^path=/i.test(attribute))?.slice(5) ?? '/';
    const expires = attributes.find((attribute) => /^expires=/i.test(attribute))?.slice(8);
    if (value === '' || (expires !== undefined && Date.parse(expires) <= Date.now()))
      this.#cookies.delete(name);
    else this.#cookies.set(name, { value, path });
  }
}

export interface Page {
  url: URL;
  status: number;
  headers: Headers;
  text: string;
}
