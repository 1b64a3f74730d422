import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { consumerFolder, typeErrors } from "./consumer.js";
import { filesUnder, projectFiles, read, root } from "./sources.js";

const rooms = filesUnder("src", "index.ts")
  .map((path) => /^src\/([^/]+)\/index\.ts$/.exec(path)?.[1])
  .filter((room) => room !== undefined);

test("every room is a subpath of the package, with types", () => {
  const { exports } = JSON.parse(read("package.json")) as { exports: Record<string, Record<string, string>> };
  for (const room of rooms) {
    const entry = exports[`./${room}`] ?? exports["./*"];
    for (const condition of ["types", "default"]) {
      const path = entry?.[condition]?.replace("*", room);
      expect(path).toMatch(new RegExp(`^\\./dist/${room}/index\\.(d\\.ts|js)$`));
      expect(existsSync(join(root, path!)), `${path} (run npm run build)`).toBe(true);
    }
  }
});

test("every room loads by its name from another program", () => {
  const names = ["kirchhoff", ...rooms.map((room) => `kirchhoff/${room}`)];
  const script = names.map((name) => `await import("${name}")`).join(";\n");
  execFileSync(process.execPath, ["--input-type=module", "-e", script], { cwd: root });
});

test("a program in TypeScript resolves the types of every room", () => {
  const folder = consumerFolder();
  try {
    const lines = rooms.map((room, i) => `export * as room${i} from "kirchhoff/${room}";`);
    writeFileSync(join(folder, "program.mts"), ['export * as all from "kirchhoff";', ...lines].join("\n"));
    expect(typeErrors(folder, ["program.mts"])).toBe("");
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("the help of the built program is printed without loading a command", () => {
  const help = execFileSync(process.execPath, [join(root, "dist/cli/bin.js"), "--help"], {
    encoding: "utf8",
  });
  expect(help).toContain("Usage: kirchhoff [options] <command>");
});

test("npx finds the command in a clone, also where it ran before the first build", () => {
  const { bin } = JSON.parse(read("package.json")) as { bin: { kirchhoff: string } };
  const tracked = execFileSync("git", ["ls-files", "--stage", bin.kirchhoff], {
    cwd: root,
    encoding: "utf8",
  });
  expect(tracked).toMatch(/^100755 /);
  const help = execFileSync(process.execPath, [join(root, bin.kirchhoff), "--help"], { encoding: "utf8" });
  expect(help).toContain("Usage: kirchhoff [options] <command>");

  const unbuilt = mkdtempSync(join(tmpdir(), "kirchhoff-unbuilt-"));
  try {
    cpSync(join(root, "bin"), join(unbuilt, "bin"), { recursive: true });
    const run = spawnSync(process.execPath, [join(unbuilt, bin.kirchhoff)], { encoding: "utf8" });
    expect(run.status).toBe(1);
    expect(run.stderr).toContain("npm run build");
  } finally {
    rmSync(unbuilt, { recursive: true });
  }
});

test("no dependency with an install script is unknown", () => {
  execFileSync(process.execPath, ["scripts/check-install-scripts.mjs"], { cwd: root });
});

test("dependencies install without running scripts and the lock file names no host", () => {
  expect(read(".npmrc")).toContain("ignore-scripts=true");
  const { packages } = JSON.parse(read("package-lock.json")) as {
    packages: Record<string, { resolved?: string }>;
  };
  expect(Object.values(packages).filter(({ resolved }) => resolved?.includes("://"))).toEqual([]);
});

test("no file names a package registry or a path of somebody's machine", () => {
  const hosts = ["npmjs", "yarnpkg", "nuget", "pypi"].map((name) => `\\b${name}\\.(?:org|com)\\b`);
  const folders = ["work", "home", "root", "Users"].map((name) => `(?<![\\w.}~)*-])/${name}/[\\w.-]+`);
  const forbidden = new RegExp([...hosts, ...folders].join("|"));
  const found = projectFiles()
    .filter((path) => /\.(ts|mjs|js|json|md|yaml|yml|toml|sh|sp|cir|html|svg|txt)$|^\.|LICENSE/.test(path))
    .filter((path) => path !== "test/project/package.test.ts")
    .flatMap((path) =>
      read(path)
        .split("\n")
        .flatMap((line, i) =>
          forbidden.test(line) ? [`${path}:${i + 1}: ${line.trim().slice(0, 120)}`] : [],
        ),
    );
  expect(found).toEqual([]);
});
