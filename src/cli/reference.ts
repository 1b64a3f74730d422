import type { Command } from "commander";
import type { CliContext } from "./context.js";
import { loadProgram } from "./main.js";

/** The text of `docs/cli.md`: the help of every command, as it is printed. */
export async function cliReference(): Promise<string> {
  const written: string[] = [];
  const stream = { write: (text: string) => written.push(text), columns: 100 };
  const context: CliContext = { stdout: stream, stderr: stream, env: {}, cwd: ".", exitCode: 0 };
  const sections = everyCommand(await loadProgram(context)).map((command) => {
    written.length = 0;
    command.outputHelp();
    return `## ${fullName(command)}\n\n\`\`\`text\n${written.join("").trim()}\n\`\`\`\n`;
  });
  return `# Command-line reference\n\nWritten by \`npm run docs\` from the commands; do not edit.\n\n${sections.join("\n")}`;
}

function everyCommand(command: Command): Command[] {
  return [command, ...command.commands.flatMap(everyCommand)];
}

function fullName(command: Command): string {
  return command.parent ? `${fullName(command.parent)} ${command.name()}` : command.name();
}
