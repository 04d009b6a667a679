#!/usr/bin/env node
// Entry of every command: refuses an old Node, builds stale sources, starts the command line.
// This file is plain old JavaScript, so that an old Node reaches the message instead of a syntax error.
var oldest = [20, 19];
var running = process.versions.node.split(".").map(Number);

if (running[0] < oldest[0] || (running[0] === oldest[0] && running[1] < oldest[1])) {
  console.error("lsgan needs Node 20.19 or newer, this is " + process.versions.node + ".");
  process.exitCode = 2;
} else {
  import("./build.mjs")
    .then(function (builder) {
      return builder.ensureBuilt();
    })
    .then(function (entries) {
      return import(entries.main);
    })
    .then(function (main) {
      return main.runCommandLine(process.argv.slice(2));
    })
    .catch(function (error) {
      console.error(error);
      process.exitCode = 70;
    });
}
