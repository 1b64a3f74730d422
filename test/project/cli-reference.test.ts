import { expect, test } from "vitest";
import { cliReference, commandTable, loadProgram } from "../../src/cli/index.js";
import { captureContext } from "../cli/helpers.js";
import { filesUnder, read } from "./sources.js";

test("docs/cli.md is what `npm run docs` writes", async () => {
  expect(read("docs/cli.md")).toBe(await cliReference());
});

test("the table of commands has every command file, with the command's own description", async () => {
  const program = await loadProgram(captureContext().context);
  const table = commandTable.map(({ name, description }) => ({ name, description }));
  expect(
    program.commands.map((command) => ({ name: command.name(), description: command.description() })),
  ).toEqual(table);
  const files = filesUnder("src/cli/commands", ".ts").filter((path) =>
    /^src\/cli\/commands\/[^/]+$/.test(path),
  );
  expect(files.map((path) => path.slice("src/cli/commands/".length, -3))).toEqual(
    expect.arrayContaining(table.map(({ name }) => name)),
  );
});

test("every command shows an example in its help", async () => {
  const reference = await cliReference();
  const without = commandTable.filter(
    ({ name }) => !new RegExp(`Examples?:[\\s\\S]*kirchhoff ${name}`).test(section(reference, name)),
  );
  expect(without.map(({ name }) => name)).toEqual([]);
});

/** The part of the reference on one command and its subcommands. */
function section(reference: string, name: string): string {
  return reference
    .split(/^## /m)
    .filter((part) => part.startsWith(`kirchhoff ${name}\n`) || part.startsWith(`kirchhoff ${name} `))
    .join("");
}
