import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { memoryFiles } from "../../src/netlist/index.js";
import { decodeNetlist, nodeFiles, readDeck } from "../../src/netlist/node-files/index.js";

let base = "";
beforeAll(() => {
  base = mkdtempSync(join(tmpdir(), "kirchhoff-netlist-"));
  mkdirSync(join(base, "root/sub"), { recursive: true });
  writeFileSync(join(base, "secret.sp"), "secret");
  writeFileSync(join(base, "root/a.sp"), "a");
  writeFileSync(join(base, "root/sub/b.sp"), "b");
  symlinkSync(join(base, "secret.sp"), join(base, "root/link.sp"));
  symlinkSync(base, join(base, "root/up"));
  symlinkSync("a.sp", join(base, "root/inner-link.sp"));
  mkdirSync(join(base, "root-evil"));
  writeFileSync(join(base, "root-evil/c.sp"), "c");
});
afterAll(() => rmSync(base, { recursive: true }));

describe("nodeFiles", () => {
  const ask = (path: string) => nodeFiles([join(base, "root")]).read(path, join(base, "root/deck.sp"));

  it("finds files below its root, from the including file or from the root", () => {
    expect(ask("a.sp")).toMatchObject({ status: "found", text: "a" });
    expect(ask("sub/../inner-link.sp")).toMatchObject({ status: "found", text: "a" });
    expect(ask(join(base, "root/sub/b.sp"))).toMatchObject({ status: "found", text: "b" });
    const files = nodeFiles([join(base, "root")]);
    expect(files.read("a.sp", join(base, "root/sub/b.sp"))).toMatchObject({ status: "found", text: "a" });
  });

  it.each([
    "../secret.sp",
    "link.sp",
    "up/secret.sp",
    "../root-evil/c.sp",
    "/etc/passwd",
    "../no-such-file",
    "sub/../../secret.sp",
  ])("refuses %s", (path) => {
    expect(ask(path).status).toBe("outside-roots");
  });

  it("tells missing and unreadable files apart", () => {
    expect(ask("nothing.sp").status).toBe("missing");
    expect(ask("sub").status).toBe("unreadable");
  });

  it("refuses a root that does not exist", () => {
    expect(() => nodeFiles([join(base, "nowhere")])).toThrow(/root/);
  });
});

describe("memoryFiles", () => {
  const files = memoryFiles({ "lib/a.sp": "a", "b.sp": "b" });

  it("resolves relative to the including file, then to the root, and not beyond", () => {
    expect(files.read("a.sp", "lib/x.sp")).toEqual({ status: "found", file: "lib/a.sp", text: "a" });
    expect(files.read("../b.sp", "lib/x.sp")).toEqual({ status: "found", file: "b.sp", text: "b" });
    expect(files.read("b.sp", "lib/x.sp").status).toBe("found");
    expect(files.read("../../b.sp", "lib/x.sp").status).toBe("outside-roots");
    expect(files.read("__proto__", "x.sp").status).toBe("missing");
  });
});

describe("readDeck", () => {
  it("keeps every byte, whatever the encoding", () => {
    for (const bytes of [Buffer.from("\ufeffü\r\n"), Buffer.from([0xe9, 0x0a, 0xff])]) {
      const { text, encoding } = decodeNetlist(bytes);
      expect(Buffer.from(text, encoding).equals(bytes)).toBe(true);
    }
  });

  it("says which file is missing or no file", () => {
    expect(() => readDeck(join(base, "nothing.sp"))).toThrow(/nothing.sp does not exist/);
    expect(() => readDeck(base)).toThrow(/cannot be read/);
    writeFileSync(join(base, "binary.sp"), "v1 a 0\0 1");
    expect(() => readDeck(join(base, "binary.sp"))).toThrow(/zero bytes/);
  });
});
