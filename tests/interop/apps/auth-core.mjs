import { Auth, setEnvDefaults } from '@auth/core';
import { createServer } from 'node:https';
import { afterLogout, base, client, issuer, page, scope, tls } from './site.mjs';

// What a site keeps of a sign-in is its own matter; this one keeps everything in Auth.js's sealed cookie.
const config = {
  basePath: '/auth',
  trustHost: true,
  secret: 'a secret of this app alone, long enough',
  providers: [{ id: 'authhub', name: 'AuthHub', type: 'oidc', issuer, clientId: client.client_id, clientSecret: client.client_secret, checks: ['pkce', 'state', 'nonce'], authorization: { params: { scope } }, idToken: false }],
  callbacks: {
    jwt: ({ token, account, profile }) => account
      ? { ...token, who: { claims: JSON.parse(Buffer.from(account.id_token.split('.')[1], 'base64url')), userinfo: profile, accessToken: account.access_token, refreshed: 0 }, idToken: account.id_token, refreshToken: account.refresh_token }
      : token,
    session: ({ session, token }) => ({ ...session, who: token.who, idToken: token.idToken, refreshToken: token.refreshToken }),
  },
};
setEnvDefaults(process.env, config);

async function ask(path, incoming, init = {}) {
  return Auth(new Request(base + path, { ...init, headers: { cookie: incoming.headers.cookie ?? '', ...init.headers } }), config);
}

function relay(from, answer) {
  answer.statusCode = from.status;
  for (const [name, value] of from.headers) if (name !== 'set-cookie') answer.setHeader(name, value);
  answer.setHeader('set-cookie', from.headers.getSetCookie());
}

async function post(path, incoming, answer) {
  const csrf = await ask('/auth/csrf', incoming);
  const { csrfToken } = await csrf.json();
  const cookie = [incoming.headers.cookie, ...csrf.headers.getSetCookie().map(c => c.split(';')[0])].filter(Boolean).join('; ');
  const done = await Auth(new Request(base + path, { method: 'POST', headers: { cookie, 'content-type': 'application/x-www-form-urlencoded' }, body: new URLSearchParams({ csrfToken, callbackUrl: base + '/' }) }), config);
  relay(done, answer);
  answer.setHeader('set-cookie', [...csrf.headers.getSetCookie(), ...done.headers.getSetCookie()]);
  return done;
}

const refreshed = new Map();
createServer(tls(), async (incoming, answer) => {
  try {
    const url = new URL(incoming.url, base);
    const session = await (await ask('/auth/session', incoming)).json();
    if (url.pathname === '/') {
      const who = session?.who && { ...session.who, ...refreshed.get(session.who.accessToken) };
      answer.setHeader('content-type', 'text/html; charset=utf-8');
      answer.end(page('@auth/core', who));
    } else if (url.pathname === '/login') {
      await post('/auth/signin/authhub', incoming, answer);
      answer.end();
    } else if (url.pathname === '/refresh') {
      // Auth.js leaves refreshing to the site.
      const discovery = await (await fetch(issuer + '/.well-known/openid-configuration')).json();
      const tokens = await (await fetch(discovery.token_endpoint, {
        method: 'POST',
        headers: { authorization: 'Basic ' + Buffer.from(`${encodeURIComponent(client.client_id)}:${encodeURIComponent(client.client_secret)}`).toString('base64') },
        body: new URLSearchParams({ grant_type: 'refresh_token', refresh_token: session.refreshToken }),
      })).json();
      refreshed.set(session.who.accessToken, { accessToken: tokens.access_token, refreshed: 1 });
      answer.writeHead(303, { location: '/' }).end();
    } else if (url.pathname === '/logout') {
      await post('/auth/signout', incoming, answer);
      const discovery = await (await fetch(issuer + '/.well-known/openid-configuration')).json();
      answer.statusCode = 303;
      answer.setHeader('location', `${discovery.end_session_endpoint}?${new URLSearchParams({ id_token_hint: session.idToken, post_logout_redirect_uri: afterLogout })}`);
      answer.end();
    } else {
      const done = await ask(incoming.url, incoming);
      relay(done, answer);
      answer.end(await done.text());
    }
  } catch (failure) {
    answer.writeHead(500, { 'content-type': 'text/plain; charset=utf-8' }).end(failure.stack);
  }
}).listen(Number(process.env.PORT), '127.0.0.1', () => console.log('ready'));
