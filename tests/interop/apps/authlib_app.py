"""Authlib's OAuth2Session and JOSE parts behind a small page, with private_key_jwt."""
import http.server
import json
import os
import secrets
import ssl
import time
import urllib.parse

import requests
from authlib.integrations.requests_client import OAuth2Session
from authlib.jose import JsonWebKey, jwt
from authlib.oauth2.rfc7523 import PrivateKeyJWT
from authlib.oidc.core import CodeIDToken
from authlib.oidc.discovery import OpenIDProviderMetadata, get_well_known_url

port = int(os.environ["PORT"])
base = f"https://localhost:{port}"
client = json.loads(os.environ["CLIENT"])
keys = json.loads(os.environ["CLIENT_KEYS"])
server = OpenIDProviderMetadata(requests.get(get_well_known_url(os.environ["ISSUER"], external=True)).json())
# Not its validate(): that wants "none" among the algorithms of request objects, which the specification only recommends and nobody should accept.
server.validate_issuer()
server.validate_token_endpoint()
server.validate_jwks_uri()
server.validate_subject_types_supported()
server.validate_id_token_signing_alg_values_supported()
sessions = {}


def connect(**more):
    session = OAuth2Session(client["client_id"], keys["sign"], token_endpoint_auth_method="private_key_jwt", scope="openid profile email offline_access",
                            redirect_uri=base + "/callback", code_challenge_method="S256", **more)
    # Authlib writes its only argument as the audience, and lets an assertion live for an hour unless told otherwise.
    session.register_client_auth_method(PrivateKeyJWT(server["issuer"], claims={"exp": int(time.time()) + 60}, alg="ES256"))
    return session


def check(token, nonce):
    published = JsonWebKey.import_key_set(requests.get(server["jwks_uri"]).json())
    claims = jwt.decode(token["id_token"], published, claims_cls=CodeIDToken,
                        claims_options={"iss": {"values": [server["issuer"]]}, "aud": {"values": [client["client_id"]]}},
                        claims_params={"nonce": nonce, "client_id": client["client_id"], "access_token": token["access_token"]})
    claims.validate()
    return dict(claims)


def page(who):
    links = '<a href="/refresh">Refresh</a> <a href="/logout">Log out</a>' if who else '<a href="/login">Log in</a>'
    text = json.dumps(who).replace("<", "\\u003c")
    state = "Signed in" if who else "Signed out"
    return f'<!doctype html><html lang="en"><title>authlib</title><link rel="icon" href="data:,"><h1>authlib</h1><p id="state">{state}</p><pre id="who">{text}</pre><p>{links}</p></html>'


class App(http.server.BaseHTTPRequestHandler):
    def log_message(self, *_):
        pass

    def do_GET(self):
        cookie = self.headers.get("Cookie") or ""
        name = next((c.strip()[4:] for c in cookie.split(";") if c.strip().startswith("app=")), None) or secrets.token_hex(8)
        mine = sessions.setdefault(name, {})
        path = urllib.parse.urlparse(self.path).path
        try:
            handler = {"/": self.home, "/login": self.login, "/callback": self.callback, "/refresh": self.refresh, "/logout": self.logout}.get(path)
            status, body = handler(mine) if handler else (404, "")
        except Exception as failure:  # The test reads what went wrong from the page.
            status, body = 500, f"{type(failure).__name__}: {failure}"
        self.send_response(status)
        self.send_header("Set-Cookie", f"app={name}; Path=/; Secure; HttpOnly")
        self.send_header("Content-Type", "text/html; charset=utf-8")
        if status == 303:
            self.send_header("Location", body)
        self.end_headers()
        if status != 303:
            self.wfile.write(body.encode())

    def home(self, mine):
        return 200, page(mine.get("who"))

    def login(self, mine):
        mine["verifier"], mine["nonce"] = secrets.token_urlsafe(48), secrets.token_urlsafe(16)
        address, mine["state"] = connect().create_authorization_url(server["authorization_endpoint"], nonce=mine["nonce"], code_verifier=mine["verifier"])
        return 303, address

    def callback(self, mine):
        with connect(state=mine["state"]) as session:
            mine["token"] = session.fetch_token(server["token_endpoint"], authorization_response=base + self.path, code_verifier=mine["verifier"])
            claims = check(mine["token"], mine["nonce"])
            userinfo = session.get(server["userinfo_endpoint"]).json()
        mine["who"] = {"claims": claims, "userinfo": userinfo, "accessToken": mine["token"]["access_token"], "refreshed": 0}
        return 303, "/"

    def refresh(self, mine):
        with connect(token=mine["token"]) as session:
            mine["token"] = {**mine["token"], **session.refresh_token(server["token_endpoint"], mine["token"]["refresh_token"])}
            userinfo = session.get(server["userinfo_endpoint"]).json()
        mine["who"].update(accessToken=mine["token"]["access_token"], userinfo=userinfo, refreshed=1)
        return 303, "/"

    def logout(self, mine):
        hint = mine["token"]["id_token"]
        mine.clear()
        return 303, server["end_session_endpoint"] + "?" + urllib.parse.urlencode({"id_token_hint": hint, "post_logout_redirect_uri": base + "/"})


web = http.server.ThreadingHTTPServer(("127.0.0.1", port), App)
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(os.environ["CERT"], os.environ["CERT_KEY"])
web.socket = context.wrap_socket(web.socket, server_side=True)
print("ready", flush=True)
web.serve_forever()
