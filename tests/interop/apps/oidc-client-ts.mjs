// A page alone: the server only hands out files, everything happens in the browser.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import { base, client, issuer, scope, tls } from './site.mjs';

const library = readFileSync(new URL('../node_modules/oidc-client-ts/dist/browser/oidc-client-ts.min.js', import.meta.url));
const script = readFileSync(new URL('./oidc-client-ts.page.js', import.meta.url));
const settings = JSON.stringify({ authority: issuer, client_id: client.client_id, redirect_uri: base + '/callback', post_logout_redirect_uri: base + '/', scope, loadUserInfo: true, monitorSession: false, automaticSilentRenew: false });
const html = `<!doctype html><html lang="en"><title>oidc-client-ts</title><link rel="icon" href="data:,"><h1>oidc-client-ts</h1><p id="state">Loading</p><pre id="who"></pre>
<p><a id="login" href="#login">Log in</a> <a id="refresh" href="#refresh">Refresh</a> <a id="logout" href="#logout">Log out</a></p>
<script type="application/json" id="settings">${settings}</script><script src="/library.js"></script><script src="/page.js"></script></html>`;

createServer(tls(), (incoming, answer) => {
  const path = new URL(incoming.url, base).pathname;
  const [type, body] = path === '/library.js' ? ['text/javascript', library] : path === '/page.js' ? ['text/javascript', script] : ['text/html; charset=utf-8', html];
  answer.writeHead(200, { 'content-type': type }).end(body);
}).listen(Number(process.env.PORT), '127.0.0.1', () => console.log('ready'));
