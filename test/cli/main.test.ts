import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { type CommandEntry, contextOf, ExitCode, main } from "../../src/cli/index.js";
import { KirchhoffError } from "../../src/core/index.js";
import { captureContext } from "./helpers.js";

let loaded: string[] = [];

function entry(name: string, action: () => void | Promise<void>): CommandEntry {
  return {
    name,
    description: `do the ${name}`,
    load: async () => {
      loaded.push(name);
      return {
        register(program) {
          program
            .command(name)
            .description(`do the ${name}`)
            .argument("[file]")
            .option("--json", "print JSON")
            .action(async (_file, _options, command) => {
              contextOf(command).stdout.write(`${name} ran\n`);
              await action();
            });
        },
      };
    },
  };
}

const table = [
  entry("parse", () => {}),
  entry("break", () => {
    throw new KirchhoffError("TEST_BROKEN", "it broke", { found: "a", expected: "b", hint: "mend it" });
  }),
  entry("crash", () => {
    throw new TypeError("x is not a function");
  }),
  entry("read", () => void readFileSync("/no/such/file")),
  entry("stop", () => {
    throw new KirchhoffError("CLI_INTERRUPTED", "Stopped on request.");
  }),
];

async function run(...argv: string[]) {
  loaded = [];
  const captured = captureContext();
  const exitCode = await main(argv, captured.context, table);
  return { exitCode, stdout: captured.stdout(), stderr: captured.stderr() };
}

test("help lists every command without loading any", async () => {
  for (const argv of [[], ["--help"], ["help"]]) {
    const { exitCode, stdout } = await run(...argv);
    expect(exitCode).toBe(ExitCode.ok);
    for (const { name, description } of table) expect(stdout).toMatch(new RegExp(`${name}.* ${description}`));
    expect(loaded).toEqual([]);
  }
});

test("a command loads its own module alone and writes to the context it was given", async () => {
  expect(await run("parse", "x.sp")).toEqual({ exitCode: 0, stdout: "parse ran\n", stderr: "" });
  expect(loaded).toEqual(["parse"]);
});

test("a command's help is reached both ways", async () => {
  const direct = await run("parse", "--help");
  expect(direct.stdout).toContain("--json");
  expect(direct.exitCode).toBe(ExitCode.ok);
  expect((await run("help", "parse")).stdout).toBe(direct.stdout);
});

test("the version is the package's", async () => {
  const { version } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
  expect(await run("--version")).toEqual({ exitCode: 0, stdout: `${version}\n`, stderr: "" });
});

test("a mistyped command or option is a usage error with a suggestion", async () => {
  const command = await run("prase", "x.sp");
  expect(command.exitCode).toBe(ExitCode.usage);
  expect(command.stderr).toContain("Did you mean parse?");
  const option = await run("parse", "--jsno");
  expect(option.exitCode).toBe(ExitCode.usage);
  expect(option.stderr).toContain("Did you mean --json?");
});

test("an error of the library is a message without a stack; --debug adds it", async () => {
  const plain = await run("break");
  expect(plain.exitCode).toBe(ExitCode.failed);
  expect(plain.stderr).toBe(
    "error TEST_BROKEN: it broke\n  found:    a\n  expected: b\n  do:       mend it\n",
  );
  expect((await run("break", "--debug")).stderr).toMatch(/mend it\n\nKirchhoffError[\s\S]*\n {4}at /);
});

test("an error of the system says what to do; anything else asks for a report", async () => {
  const missing = await run("read");
  expect(missing.exitCode).toBe(ExitCode.failed);
  expect(missing.stderr).toBe(
    "error ENOENT: /no/such/file: no such file or folder\n  do:       check the path\n",
  );
  const crash = await run("crash");
  expect(crash.stderr).toContain("internal error: TypeError: x is not a function");
  expect(crash.stderr).not.toContain("    at ");
});

test("an interrupted command exits with 130", async () => {
  expect(await run("stop")).toMatchObject({
    exitCode: ExitCode.interrupted,
    stderr: "Stopped on request.\n",
  });
});
