// A real OpenID provider for the tests, on an address of this machine; `node provider.mjs '<JSON>'`.
// Its page takes any name for a sign-in; the box stands for a second factor.
import { createServer } from "node:http";
import { text } from "node:stream/consumers";
import Provider from "oidc-provider";

const { client, ended } = JSON.parse(process.argv[2]);
const server = createServer();
await new Promise((ready) => server.listen(0, "localhost", ready));
const issuer = `http://localhost:${server.address().port}`;
const provider = new Provider(issuer, {
  clients: [{ ...client, backchannel_logout_uri: ended, post_logout_redirect_uris: [] }],
  acrValues: ["two"],
  claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name"], acr: null },
  cookies: { keys: ["for tests only"] },
  pkce: { required: () => true },
  features: { devInteractions: { enabled: false }, backchannelLogout: { enabled: true } },
  // Its own fetch posts to no address of this machine, and that is where the tests are.
  fetch: (url, { dispatcher, ...options }) => fetch(url, options),
  interactions: { url: (_, { uid }) => `/interaction/${uid}` },
  findAccount: (_, sub) => ({
    accountId: sub,
    claims: () => ({ sub, name: sub, email: `${sub}@elsewhere.example`, email_verified: true }),
  }),
  async loadExistingGrant({ oidc }) {
    const who = { clientId: oidc.client.clientId, accountId: oidc.session.accountId };
    const grant = new oidc.provider.Grant(who);
    grant.addOIDCScope("openid email profile");
    await grant.save();
    return grant;
  },
});
const answer = provider.callback();

server.on("request", async (request, response) => {
  if (!request.url.startsWith("/interaction/")) return answer(request, response);
  try {
    if (request.method === "GET") return await ask(request, response);
    const form = new URLSearchParams(await text(request));
    const login = { accountId: form.get("name"), amr: ["pwd"] };
    if (form.get("second")) Object.assign(login, { acr: "two", amr: ["pwd", "otp", "mfa"] });
    await provider.interactionFinished(request, response, { login });
  } catch (error) {
    response.writeHead(400, { "Content-Type": "text/plain" }).end(String(error));
  }
});

async function ask(request, response) {
  const { prompt } = await provider.interactionDetails(request, response);
  response.writeHead(200, { "Content-Type": "text/html; charset=utf-8" });
  response.end(`<!doctype html><html lang="en"><title>A provider</title><h1>${prompt.name}</h1>
<form method="post"><label>Name <input name="name"></label>
<label><input type="checkbox" name="second" value="yes"> A second factor</label>
<button>Sign in</button></form></html>`);
}

// It ends with the tests that started it, however they end.
process.stdin.resume().on("end", () => process.exit());
console.log(issuer);
