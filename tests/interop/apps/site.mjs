// What every app here shares: a server with TLS, a session per browser, one page that shows who is signed in.
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';

export const issuer = process.env.ISSUER;
export const base = `https://localhost:${process.env.PORT}`;
export const client = JSON.parse(process.env.CLIENT);
export const profile = process.env.PROFILE;
export const keys = process.env.CLIENT_KEYS ? JSON.parse(process.env.CLIENT_KEYS) : null;
export const redirectUri = base + '/callback';
export const afterLogout = base + '/';
export const scope = 'openid profile email offline_access';

export function tls() {
  return { cert: readFileSync(process.env.CERT), key: readFileSync(process.env.CERT_KEY) };
}

export function page(library, who) {
  const links = who
    ? '<a href="/refresh">Refresh</a> <a href="/logout">Log out</a>'
    : '<a href="/login">Log in</a>';
  const json = JSON.stringify(who ?? null).replace(/</g, '\\u003c');
  return `<!doctype html><html lang="en"><title>${library}</title><link rel="icon" href="data:,"><h1>${library}</h1><p id="state">${who ? 'Signed in' : 'Signed out'}</p><pre id="who">${json}</pre><p>${links}</p></html>`;
}

/**
 * app.login(session) and app.logout(session) give an address to go to; app.finish(session, request) and app.refresh(session) give
 * { claims, userinfo, accessToken }. The request is the browser's, as the Fetch standard has it.
 */
export function serve(library, app) {
  const sessions = new Map();
  const server = createServer(tls(), async (incoming, answer) => {
    const id = /app=([0-9a-f]+)/.exec(incoming.headers.cookie ?? '')?.[1] ?? randomBytes(8).toString('hex');
    const session = sessions.get(id) ?? sessions.set(id, {}).get(id);
    const go = address => answer.writeHead(303, { location: String(address), 'set-cookie': `app=${id}; Path=/; HttpOnly; Secure; SameSite=None` }).end();
    try {
      const url = new URL(incoming.url, base);
      switch (url.pathname) {
        case '/':
          answer.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(page(library, session.who));
          break;
        case '/login':
          go(await app.login(session));
          break;
        case '/callback': {
          const chunks = [];
          for await (const chunk of incoming) chunks.push(chunk);
          const request = incoming.method === 'POST'
            ? new Request(url, { method: 'POST', headers: { 'content-type': incoming.headers['content-type'] }, body: Buffer.concat(chunks) })
            : new Request(url);
          session.who = { refreshed: 0, ...(await app.finish(session, request)) };
          go('/');
          break;
        }
        case '/refresh':
          session.who = { ...session.who, refreshed: session.who.refreshed + 1, ...(await app.refresh(session)) };
          go('/');
          break;
        case '/logout': {
          const address = await app.logout(session);
          delete session.who;
          go(address);
          break;
        }
        default:
          answer.writeHead(404).end();
      }
    } catch (failure) {
      answer.writeHead(500, { 'content-type': 'text/plain; charset=utf-8' }).end(`${failure.stack}\n${JSON.stringify(failure.cause ?? null)}`);
    }
  });
  server.listen(Number(process.env.PORT), '127.0.0.1', () => console.log('ready'));
}
