// Lists every dependency that declares an install script and fails on one that nobody has looked at.
//
// The project installs with `ignore-scripts=true` (.npmrc), so none of these runs here; but they run where the package is
// installed as a dependency, so each one has to be known.
import { readFileSync } from "node:fs";

/** Packages whose install scripts were read, and what they do. */
const known = {
  koffi: "builds from source only where no prebuilt binary is in the package",
  "onnxruntime-node": "downloads CUDA libraries on Linux x64; everything else is in the package",
};

const lock = JSON.parse(readFileSync(new URL("../package-lock.json", import.meta.url), "utf8"));
const found = Object.entries(lock.packages)
  .filter(([, entry]) => entry.hasInstallScript)
  .map(([path, entry]) => ({ name: path.replace(/^.*node_modules\//, ""), version: entry.version }));

for (const { name, version } of found) console.log(`${name}@${version}: ${known[name] ?? "NOT KNOWN"}`);
const unknown = found.filter(({ name }) => !(name in known));
if (unknown.length > 0) {
  console.error("A dependency with an install script is new: read the script, then list it in this file.");
  process.exitCode = 1;
}
