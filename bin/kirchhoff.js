#!/usr/bin/env node
// The command as npm links it. A file of the repository, so that `npx kirchhoff` finds it, executable, before and after a build.
import { existsSync } from "node:fs";

const compiled = new URL("../dist/cli/bin.js", import.meta.url);
if (existsSync(compiled)) {
  await import(compiled.href);
} else {
  console.error("error: Kirchhoff is not built yet\n  try: npm run build");
  process.exitCode = 1;
}
