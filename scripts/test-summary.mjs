// Prints "N passed, N failed" from vitest's JSON report; a file that could not be loaded counts as one failure.
import { readFileSync } from "node:fs";

const [, , file] = process.argv;
let report;
try {
  report = JSON.parse(readFileSync(file, "utf8"));
} catch {
  report = { numPassedTests: 0, numFailedTests: 1, testResults: [] };
}
const unloadable = report.testResults.filter(
  (result) => result.status === "failed" && result.assertionResults.every((test) => test.status !== "failed"),
);
for (const { name, message } of unloadable) console.error(`${name}: ${message}`);
const failed = report.numFailedTests + unloadable.length;
console.log(`${report.numPassedTests} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
