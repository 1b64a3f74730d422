#!/usr/bin/env node
import { processContext } from "./context.js";
import { main } from "./main.js";

// A reader that closes early (`kirchhoff parse deck.sp | head`) is not a failure of ours.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(0);
  throw error;
});

const exitCode = await main(process.argv.slice(2), processContext());
if (exitCode !== 0) process.exitCode = exitCode;
