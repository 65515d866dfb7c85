import * as oidc from 'openid-client';
import { afterLogout, base, client, issuer, keys, profile, redirectUri, scope, serve } from './site.mjs';

const privateKey = keys && await crypto.subtle.importKey('jwk', keys.sign, { name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign']);
const signing = keys && { key: privateKey, kid: keys.sign.kid };
const authentication = {
  basic: () => oidc.ClientSecretBasic(client.client_secret),
  hybrid: () => oidc.ClientSecretPost(client.client_secret),
  implicit: () => oidc.ClientSecretPost(client.client_secret),
  jarm: () => oidc.PrivateKeyJwt(signing),
  dpop: () => oidc.PrivateKeyJwt(signing),
  encrypted: () => oidc.ClientSecretJwt(client.client_secret),
}[profile]();

const config = await oidc.discovery(new URL(issuer), client.client_id, client, authentication);
const dpop = profile === 'dpop' ? oidc.getDPoPHandle(config, await oidc.randomDPoPKeyPair('ES256')) : undefined;
if (profile === 'jarm') oidc.useJwtResponseMode(config);
if (profile === 'hybrid') oidc.useCodeIdTokenResponseType(config);
if (profile === 'implicit') oidc.useIdTokenResponseType(config);
if (profile === 'hybrid') oidc.enableDetachedSignatureResponseChecks(config);
if (keys?.decrypt) oidc.enableDecryptingResponses(config, ['A128CBC-HS256', 'A256GCM'], { key: await crypto.subtle.importKey('jwk', keys.decrypt, { name: 'ECDH', namedCurve: 'P-256' }, false, ['deriveBits']), kid: keys.decrypt.kid, alg: 'ECDH-ES' });
oidc.enableNonRepudiationChecks(config);

async function result(session, tokens) {
  session.tokens = { ...session.tokens, ...tokens };
  const claims = tokens.claims() ?? session.claims;
  session.claims = claims;
  return { claims, userinfo: await oidc.fetchUserInfo(config, tokens.access_token, claims.sub, { DPoP: dpop }), accessToken: tokens.access_token };
}

serve(`openid-client ${profile}`, {
  async login(session) {
    session.verifier = oidc.randomPKCECodeVerifier();
    session.state = oidc.randomState();
    session.nonce = oidc.randomNonce();
    const parameters = { redirect_uri: redirectUri, scope, state: session.state, nonce: session.nonce };
    if (profile === 'implicit') return oidc.buildAuthorizationUrl(config, { ...parameters, scope: 'openid profile email', response_mode: 'form_post' });
    parameters.code_challenge = await oidc.calculatePKCECodeChallenge(session.verifier);
    parameters.code_challenge_method = 'S256';
    if (profile === 'hybrid') parameters.response_mode = 'form_post';
    switch (profile) {
      case 'dpop':
        return oidc.buildAuthorizationUrlWithPAR(config, parameters, { DPoP: dpop });
      case 'jarm':
        return oidc.buildAuthorizationUrlWithJAR(config, parameters, signing);
      default:
        return oidc.buildAuthorizationUrl(config, parameters);
    }
  },
  async finish(session, request) {
    if (profile === 'implicit') {
      const claims = await oidc.implicitAuthentication(config, request, session.nonce, { expectedState: session.state });
      return { claims, userinfo: claims, accessToken: '' };
    }
    const seen = request.method === 'POST' ? request : new URL(request.url);
    const tokens = await oidc.authorizationCodeGrant(config, seen, { pkceCodeVerifier: session.verifier, expectedState: session.state, expectedNonce: session.nonce, idTokenExpected: true }, undefined, { DPoP: dpop });
    return result(session, tokens);
  },
  async refresh(session) {
    return result(session, await oidc.refreshTokenGrant(config, session.tokens.refresh_token, undefined, { DPoP: dpop }));
  },
  logout: session => oidc.buildEndSessionUrl(config, { post_logout_redirect_uri: afterLogout, ...(session.tokens && profile !== 'encrypted' ? { id_token_hint: session.tokens.id_token } : {}) }),
});
