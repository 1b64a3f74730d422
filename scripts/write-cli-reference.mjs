// Writes docs/cli.md from the commands themselves.
import { writeFileSync } from "node:fs";
import { cliReference } from "../dist/cli/index.js";

writeFileSync(new URL("../docs/cli.md", import.meta.url), await cliReference());
