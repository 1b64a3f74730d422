// Writes what `kirchhoff similar` prints into docs/find-similar-circuits.md. Run after `npm run build`:
//   node scripts/write-likeness.mjs
import { fileURLToPath } from "node:url";
import { main } from "../dist/cli/index.js";
import { writeSection } from "../dist/report/index.js";

const cwd = fileURLToPath(new URL("..", import.meta.url));
let stdout = "";
const write = (text) => {
  stdout += text;
};
const context = { stdout: { write }, stderr: process.stderr, env: process.env, cwd, exitCode: 0 };
const command = "similar examples/circuits/five-transistor-ota.sp --in circuits --count 8 --quiet";
const code = await main(command.split(" "), context);
if (code !== 0) throw new Error(`kirchhoff ${command}: exit code ${code}`);
writeSection(`${cwd}docs/find-similar-circuits.md`, "similar", `\`\`\`text\n${stdout.trim()}\n\`\`\``);
