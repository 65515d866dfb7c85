import * as oauth from 'oauth4webapi';
import { afterLogout, client, issuer, redirectUri, scope, serve } from './site.mjs';

const server = await oauth.discoveryRequest(new URL(issuer)).then(answer => oauth.processDiscoveryResponse(new URL(issuer), answer));
const authentication = oauth.ClientSecretPost(client.client_secret);

async function result(session, tokens) {
  session.tokens = { ...session.tokens, ...tokens };
  const claims = oauth.getValidatedIdTokenClaims(tokens) ?? session.claims;
  session.claims = claims;
  const answer = await oauth.userInfoRequest(server, client, tokens.access_token);
  const userinfo = await oauth.processUserInfoResponse(server, client, claims.sub, answer);
  const introspection = await oauth.processIntrospectionResponse(server, client, await oauth.introspectionRequest(server, client, authentication, tokens.access_token));
  if (!introspection.active) throw new Error('the access token is not active');
  return { claims, userinfo, accessToken: tokens.access_token };
}

serve('oauth4webapi', {
  async login(session) {
    session.verifier = oauth.generateRandomCodeVerifier();
    session.state = oauth.generateRandomState();
    session.nonce = oauth.generateRandomNonce();
    const address = new URL(server.authorization_endpoint);
    address.search = new URLSearchParams({
      client_id: client.client_id, redirect_uri: redirectUri, response_type: 'code', scope, state: session.state, nonce: session.nonce,
      code_challenge: await oauth.calculatePKCECodeChallenge(session.verifier), code_challenge_method: 'S256',
    });
    return address;
  },
  async finish(session, request) {
    const parameters = oauth.validateAuthResponse(server, client, new URL(request.url), session.state);
    const answer = await oauth.authorizationCodeGrantRequest(server, client, authentication, parameters, redirectUri, session.verifier);
    const tokens = await oauth.processAuthorizationCodeResponse(server, client, answer, { expectedNonce: session.nonce, requireIdToken: true });
    await oauth.validateApplicationLevelSignature(server, answer);
    return result(session, tokens);
  },
  async refresh(session) {
    const answer = await oauth.refreshTokenGrantRequest(server, client, authentication, session.tokens.refresh_token);
    return result(session, await oauth.processRefreshTokenResponse(server, client, answer));
  },
  async logout(session) {
    await oauth.processRevocationResponse(await oauth.revocationRequest(server, client, authentication, session.tokens.refresh_token));
    const address = new URL(server.end_session_endpoint);
    address.search = new URLSearchParams({ id_token_hint: session.tokens.id_token, post_logout_redirect_uri: afterLogout });
    return address;
  },
});
