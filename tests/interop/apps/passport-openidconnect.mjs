import express from 'express';
import expressSession from 'express-session';
import passport from 'passport';
import Strategy from 'passport-openidconnect';
import { createServer } from 'node:https';
import { afterLogout, client, issuer, page, redirectUri, tls } from './site.mjs';

const server = await (await fetch(issuer + '/.well-known/openid-configuration')).json();

passport.use(new Strategy(
  {
    issuer: server.issuer,
    authorizationURL: server.authorization_endpoint,
    tokenURL: server.token_endpoint,
    userInfoURL: server.userinfo_endpoint,
    clientID: client.client_id,
    clientSecret: client.client_secret,
    callbackURL: redirectUri,
    scope: ['profile', 'email', 'offline_access'],
  },
  (found, profile, context, idToken, accessToken, refreshToken, done) =>
    done(null, { claims: JSON.parse(Buffer.from(idToken.split('.')[1], 'base64url')), userinfo: { sub: profile.id, name: profile.displayName, email: profile.emails?.[0]?.value }, accessToken, idToken, refreshToken, refreshed: 0 })));
passport.serializeUser((user, done) => done(null, user));
passport.deserializeUser((user, done) => done(null, user));

const app = express();
app.use(expressSession({ secret: 'a secret of this app alone', resave: false, saveUninitialized: false, cookie: { secure: true } }));
app.use(passport.authenticate('session'));
app.get('/', (request, answer) => answer.send(page('passport-openidconnect', request.user)));
app.get('/login', passport.authenticate('openidconnect'));
app.get('/callback', passport.authenticate('openidconnect', { failureRedirect: '/failed', successRedirect: '/' }));
app.get('/refresh', async (request, answer) => {
  // The library leaves refreshing to OAuth2, which it builds on.
  const body = new URLSearchParams({ grant_type: 'refresh_token', refresh_token: request.user.refreshToken, client_id: client.client_id, client_secret: client.client_secret });
  const tokens = await (await fetch(server.token_endpoint, { method: 'POST', body })).json();
  request.login({ ...request.user, accessToken: tokens.access_token, refreshToken: tokens.refresh_token, refreshed: 1 }, () => answer.redirect('/'));
});
app.get('/logout', (request, answer) => {
  const address = `${server.end_session_endpoint}?${new URLSearchParams({ id_token_hint: request.user.idToken, post_logout_redirect_uri: afterLogout })}`;
  request.logout(() => answer.redirect(address));
});
createServer(tls(), app).listen(Number(process.env.PORT), '127.0.0.1', () => console.log('ready'));
