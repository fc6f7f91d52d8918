// What the stand-in Electron (25, Node 18) lacks against the one that the app ships with. Tests only.
"use strict";
const { webcrypto } = require("node:crypto");

globalThis.crypto ??= webcrypto;
