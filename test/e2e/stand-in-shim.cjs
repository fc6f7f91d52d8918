// What the stand-in Electron (22, Node 16) lacks against the one that the app ships with. Tests only.
"use strict";
const { execFileSync } = require("node:child_process");
const { webcrypto } = require("node:crypto");
const fs = require("node:fs");
const web = require("node:stream/web");
const v8 = require("node:v8");
const { app, session } = require("electron");

globalThis.crypto ??= webcrypto;
globalThis.structuredClone ??= (value) => v8.deserialize(v8.serialize(value));
globalThis.ReadableStream ??= web.ReadableStream;
globalThis.WritableStream ??= web.WritableStream;
globalThis.TransformStream ??= web.TransformStream;
// As far as gRPC needs them.
globalThis.Headers ??= class Headers {
  constructor(init = {}) {
    this.all = new Map();
    const given = Symbol.iterator in init ? init : Object.entries(init);
    for (const [name, value] of given) this.append(name, value);
  }

  get(name) {
    return this.all.get(name.toLowerCase()) ?? null;
  }

  has(name) {
    return this.all.has(name.toLowerCase());
  }

  set(name, value) {
    this.all.set(name.toLowerCase(), String(value));
  }

  append(name, value) {
    const before = this.get(name);
    this.set(name, before === null ? value : `${before}, ${value}`);
  }

  delete(name) {
    this.all.delete(name.toLowerCase());
  }

  forEach(work) {
    for (const [name, value] of this.all) work(value, name, this);
  }

  [Symbol.iterator]() {
    return this.all[Symbol.iterator]();
  }

  entries() {
    return this.all.entries();
  }
};
globalThis.Response ??= class Response {
  constructor(content, { status = 200, headers = {} } = {}) {
    this.content = content;
    this.status = status;
    this.headers = headers;
  }

  get body() {
    const { content } = this;
    if (content === null || content instanceof web.ReadableStream)
      return content;
    return new web.ReadableStream({
      start(controller) {
        controller.enqueue(Uint8Array.from(content));
        controller.close();
      },
    });
  }

  async arrayBuffer() {
    const chunks = [];
    for await (const chunk of this.body ?? []) chunks.push(Buffer.from(chunk));
    return Uint8Array.from(Buffer.concat(chunks)).buffer;
  }

  async text() {
    return Buffer.from(await this.arrayBuffer()).toString("utf8");
  }
};

require("./stand-in-language.cjs");

fs.statfsSync ??= (path) => ({
  type: Number.parseInt(
    execFileSync("stat", ["-f", "-c", "%t", path], { encoding: "utf8" }),
    16,
  ),
});

app.whenReady().then(() => {
  const prototype = Object.getPrototypeOf(session.defaultSession.protocol);
  prototype.handle ??= function (scheme, answer) {
    this.registerBufferProtocol(scheme, (request, callback) => {
      const { content: body, status, headers } = answer({ url: request.url });
      const mimeType = headers["content-type"] ?? "text/plain";
      callback({
        statusCode: status,
        headers,
        mimeType,
        data: Buffer.from(body ?? ""),
      });
    });
  };
});
