// Answers one line of JSON per line: what npm's jose makes of a token, or a token it makes itself.
// The first line has the keys and what a JWT must look like; every other line is a case.
import { createInterface } from 'node:readline';
import { webcrypto } from 'node:crypto';

globalThis.crypto ??= webcrypto;
const jose = await import('jose');
const utf8 = new TextDecoder();

let setting;

const keyOf = name => setting.keys[name];
const secretOf = name => jose.base64url.decode(keyOf(name).k);

// Each kind refuses by throwing and answers with the bytes it believes.
const readers = {
  jws: async c => (await jose.compactVerify(c.token, keyOf(c.key), { algorithms: c.algorithms })).payload,
  jwt: async c => verified(c.token, keyOf(c.key), { ...setting.expect, algorithms: c.algorithms }),
  mac: async c => verified(c.token, secretOf(c.key), { ...setting.expect, algorithms: c.algorithms }),
  dpop: async c => verified(c.token, jose.EmbeddedJWK, { typ: 'dpop+jwt', algorithms: c.algorithms, currentDate: setting.expect.currentDate }),
  set: async c => (await jose.compactVerify(c.token, jose.createLocalJWKSet(JSON.parse(c.set)), { algorithms: c.algorithms })).payload,
  jwe: async c => (await decrypted(c)).plaintext,
  nested: async c => {
    const outer = await decrypted(c);
    if (outer.protectedHeader.cty?.toLowerCase().replace('application/', '') !== 'jwt') throw new Error('cty');
    return verified(utf8.decode(outer.plaintext), keyOf(c.inner), { ...setting.expect, algorithms: c.algorithms });
  },
};

const makers = {
  jws: async m => new jose.CompactSign(jose.base64url.decode(m.payload)).setProtectedHeader(m.header).sign(keyOf(m.key)),
  mac: async m => new jose.CompactSign(jose.base64url.decode(m.payload)).setProtectedHeader(m.header).sign(secretOf(m.key)),
  jwe: async m => {
    const maker = new jose.CompactEncrypt(jose.base64url.decode(m.payload)).setProtectedHeader(m.header);
    const party = Object.fromEntries(Object.entries(m.party ?? {}).map(([name, text]) => [name, jose.base64url.decode(text)]));
    return (m.party ? maker.setKeyManagementParameters(party) : maker).encrypt(keyOf(m.key));
  },
};

function decrypted(c) {
  return jose.compactDecrypt(c.token, keyOf(c.key), { keyManagementAlgorithms: c.management, contentEncryptionAlgorithms: c.encryption });
}

async function verified(token, key, options) {
  await jose.jwtVerify(token, key, { ...options, currentDate: new Date(options.currentDate) });
  return jose.base64url.decode(token.split('.')[1]);
}

async function answer(line) {
  const given = JSON.parse(line);
  if (!setting) {
    setting = given;
    return { ready: true };
  }

  try {
    if (given.make) return { token: await makers[given.make](given) };
    return { accepted: jose.base64url.encode(await readers[given.kind](given)) };
  } catch (error) {
    return { refused: `${error.code ?? error.name}: ${error.message}` };
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(JSON.stringify(await answer(line)) + '\n');
}
