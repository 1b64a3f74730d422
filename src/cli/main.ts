import { readFileSync } from "node:fs";
import { Command, CommanderError, Help } from "commander";
import { type CommandEntry, commandTable } from "./command-table.js";
import { attachContext, type CliContext, ExitCode } from "./context.js";
import { describeFailure } from "./failure.js";

/**
 * Runs one command line (without `node` and the script) and resolves to the exit code: 0 done, 1 failed or problems found,
 * 2 wrong usage, 130 interrupted. Never throws.
 */
export async function main(
  argv: readonly string[],
  context: CliContext,
  table: readonly CommandEntry[] = commandTable,
): Promise<number> {
  const program = createProgram(context);
  try {
    await addCommands(program, requestedCommand(argv), table);
    if (argv.length === 0) program.outputHelp();
    else await program.parseAsync(argv, { from: "user" });
    return context.exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? ExitCode.ok : ExitCode.usage;
    const failure = describeFailure(error, { debug: argv.includes("--debug"), context });
    context.stderr.write(`${failure.text}\n`);
    return failure.exitCode;
  }
}

/** The program with all its commands loaded, as the reference in `docs/cli.md` is generated from it. */
export async function loadProgram(context: CliContext): Promise<Command> {
  const program = createProgram(context);
  for (const entry of commandTable) (await entry.load()).register(program);
  return program;
}

function createProgram(context: CliContext): Command {
  const program = new Command("kirchhoff")
    .description("Learn circuits: read SPICE netlists, simulate them, pretrain graph networks, predict.")
    .usage("[options] <command>")
    .version(packageVersion(), "-V, --version", "print the version")
    .option("--debug", "print the stack of an error")
    .helpOption("-h, --help", "print this help")
    .helpCommand("help [command]", "print the help of a command")
    .addHelpText("after", "\nRun 'kirchhoff <command> --help' for a command's options and examples.")
    .configureHelp({ subcommandTerm })
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void context.stdout.write(text),
      writeErr: (text) => void context.stderr.write(text),
      getOutHelpWidth: () => context.stdout.columns ?? 100,
      getErrHelpWidth: () => context.stderr.columns ?? 100,
    })
    .showHelpAfterError("(add --help for the options and examples)");
  attachContext(program, context);
  return program;
}

/** Commands stand in the list by name alone, as their modules are not loaded for it; subcommands with their arguments. */
function subcommandTerm(command: Command): string {
  return command.parent?.parent ? new Help().subcommandTerm(command) : command.name();
}

/** Registers the requested command from its module and every other one by name alone. */
async function addCommands(
  program: Command,
  requested: string | undefined,
  table: readonly CommandEntry[],
): Promise<void> {
  for (const { name, description, load } of table) {
    if (name === requested) (await load()).register(program);
    else program.command(name).description(description);
  }
}

/** The command that an argument list names: its first operand, or the second of `help <command>`. */
function requestedCommand(argv: readonly string[]): string | undefined {
  const operands = argv.filter((argument) => !argument.startsWith("-"));
  return operands[0] === "help" ? operands[1] : operands[0];
}

function packageVersion(): string {
  const manifest = readFileSync(new URL("../../package.json", import.meta.url), "utf8");
  return (JSON.parse(manifest) as { version: string }).version;
}
