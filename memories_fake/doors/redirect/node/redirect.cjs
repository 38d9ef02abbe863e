// Runs first in every Node process of a redirected program (NODE_OPTIONS --require): its calls to
// the hosts of Memories.ai go to the fake. For Node 18 and later; no dependencies.

"use strict";

const http = require("node:http");
const https = require("node:https");
const net = require("node:net");
const { syncBuiltinESMExports } = require("node:module");
const { URL, urlToHttpOptions } = require("node:url");

const fake = process.env.MEMORIES_FAKE_URL ? new URL(process.env.MEMORIES_FAKE_URL) : null;
const hosts = new Set((process.env.MEMORIES_FAKE_HOSTS ?? "").split(",").filter(Boolean));

/** The path at the fake of a host's path; null for every host that is not redirected. */
function rewritten(host, path) {
  return hosts.has(String(host).toLowerCase()) ? fake.pathname.replace(/\/$/, "") + path : null;
}

// All that speaks HTTP/1 in Node comes through here, axios, got and node-fetch among it. They
// look the functions up on the module at each call, so it is there that they are replaced.
function patchRequests() {
  const plainRequest = http.request;
  for (const module of [http, https]) {
    const original = module.request;
    const request = function request(...args) {
      const [options, callback] = normalised(args);
      const aimed = aimedAtFake(options);
      return aimed ? plainRequest(aimed, callback) : original.apply(this, args);
    };
    module.request = request;
    module.get = function get(...args) {
      const sent = request(...args);
      sent.end();
      return sent;
    };
  }
  // Names that an ES module imports from node:http are copies, until they are told to follow.
  syncBuiltinESMExports();
}

/** Of (url, options, callback), where any may be missing: the options in one, and the callback. */
function normalised(args) {
  const callback = args.find((arg) => typeof arg === "function");
  const parts = args.filter((arg) => typeof arg !== "function").map((arg) => {
    if (typeof arg === "string") return optionsOf(new URL(arg));
    return arg?.searchParams ? optionsOf(arg) : arg;
  });
  return [Object.assign({}, ...parts), callback];
}

function optionsOf(url) {
  // Without the symbol by which Node 18 takes such options for a URL again, and drops our path.
  return Object.fromEntries(Object.entries(urlToHttpOptions(url)));
}

function aimedAtFake(options) {
  const { host, path } = destination(options);
  const pathAtFake = rewritten(host, path);
  if (pathAtFake === null) return null;
  return {
    ...options,
    protocol: "http:",
    host: fake.hostname,
    hostname: fake.hostname,
    port: fake.port || 80,
    path: pathAtFake,
    headers: forwarded(options.headers, host),
    // These would speak TLS, or to a proxy.
    _defaultAgent: undefined,
    agent: undefined,
    createConnection: undefined,
    defaultPort: undefined,
    socketPath: undefined,
  };
}

/** What a request is for in the end: on its way to a proxy, its path is an absolute URL. */
function destination({ hostname, host, path }) {
  const absolute = /^https?:\/\/([^/:?]+)(?::\d+)?(.*)$/i.exec(path ?? "");
  return absolute
    ? { host: absolute[1], path: absolute[2] || "/" }
    : { host: hostname || host, path: path || "/" };
}

/** Headers for the fake, in the form they came in: an object, or a raw list, flat or of pairs. */
function forwarded(headers, host) {
  const isRaw = Array.isArray(headers);
  const pairs = isRaw ? paired(headers) : Object.entries(headers ?? {});
  const others = pairs.filter(([name]) => name.toLowerCase() !== "host");
  const all = [["Host", fake.host], ["X-Forwarded-Host", host], ...others];
  return isRaw ? all : Object.fromEntries(all);
}

function paired(raw) {
  if (Array.isArray(raw[0])) return raw;
  return raw.flatMap((name, index) => (index % 2 ? [] : [[name, raw[index + 1]]]));
}

// fetch does not come through node:http, and what is under it cannot be reached from outside.
function patchFetch() {
  const original = globalThis.fetch;
  globalThis.fetch = async function fetch(input, init) {
    const { Request } = globalThis; // asked for only now, as it takes its time to load
    const url = parsed(input instanceof Request ? input.url : String(input));
    const path = url && rewritten(url.hostname, url.pathname + url.search);
    if (path === null) return original(input, init);
    const there = fake.origin + path;
    // A dispatcher is how a proxy is asked for.
    const settings = init?.dispatcher ? { ...init, dispatcher: undefined } : init;
    const request = new Request(input instanceof Request ? new Request(there, input) : there, settings);
    request.headers.set("X-Forwarded-Host", url.hostname);
    return original(request);
  };
}

// All that goes out goes out here, fetch included. What stays on this machine may go on.
function patchSockets() {
  const connect = net.Socket.prototype.connect;
  net.Socket.prototype.connect = function (...args) {
    const options = Array.isArray(args[0]) ? args[0][0] : args[0];
    const host = (typeof options === "object" ? options.host : args[1]) || "localhost";
    if (options?.path || isHere(String(host))) return connect.apply(this, args);
    const refusal = `memories-fake exec --offline: ${host} is not on this machine`;
    const error = Object.assign(new Error(refusal), { code: "ENETUNREACH", address: host });
    process.nextTick(() => this.destroy(error));
    return this;
  };
}

function isHere(host) {
  return ["localhost", "::1", "0.0.0.0", "::"].includes(host) || host.startsWith("127.");
}

function parsed(url) {
  try {
    return new URL(url);
  } catch {
    return null; // fetch has words of its own for this
  }
}

if (fake) {
  patchRequests();
  patchFetch();
  if (process.env.MEMORIES_FAKE_OFFLINE) patchSockets();
}
