/** The cookies of one origin, for programs without a browser. Only what the hub sets: names, values, and their end. */
export class CookieJar {
  private readonly cookies = new Map<string, string>();

  constructor(private readonly origin: URL) {}

  keep(headers: Headers): void {
    for (const line of headers.getSetCookie()) {
      const [pair = '', ...attributes] = line.split(';').map((part) => part.trim());
      const at = pair.indexOf('=');
      if (at < 1) continue;
      const settings = new Map(attributes.map((attribute) => attribute.split('=', 2) as [string, string?]).map(([name, value]) => [name.toLowerCase(), value ?? '']));
      if (settings.has('secure') && this.origin.protocol !== 'https:') continue;
      const maxAge = settings.get('max-age');
      const expires = settings.get('expires');
      const over = maxAge !== undefined ? Number(maxAge) <= 0 : expires !== undefined && Date.parse(expires) <= Date.now();
      if (over) this.cookies.delete(pair.slice(0, at));
      else this.cookies.set(pair.slice(0, at), pair.slice(at + 1));
    }
  }

  /** Value of the Cookie header; empty when there is none. */
  header(): string {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }
}
