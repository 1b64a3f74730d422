import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { makeFolder } from "../../src/core/node/index.js";

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "kirchhoff-core-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

describe("makeFolder", () => {
  test("makes every missing level, and again changes nothing", () => {
    const folder = join(temporaryFolder(), "a", "b", "c");
    makeFolder(folder);
    makeFolder(folder);
    expect(existsSync(folder)).toBe(true);
  });

  test("refuses a file in the folder's place, or above it", () => {
    const file = join(temporaryFolder(), "file");
    writeFileSync(file, "");
    expect(() => makeFolder(file)).toThrow("EEXIST");
    expect(() => makeFolder(join(file, "folder"))).toThrow("ENOTDIR");
  });

  test.runIf(existsSync("/proc/self"))("ends where the file system makes no folders", () => {
    expect(() => makeFolder("/proc/kirchhoff/run")).toThrow(
      expect.objectContaining({ code: "CORE_NO_FOLDER_HERE" }),
    );
  });
});
