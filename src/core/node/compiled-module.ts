/**
 * A compiled module beside the one that asks (`import.meta.url`): what a worker or a process is started from. Where that one itself runs from
 * its source, as in tests, the module is the one in `dist`.
 */
export function compiledModule(name: string, importer: string): URL {
  const isSource = importer.endsWith(".ts");
  return new URL(`./${name}.js`, isSource ? importer.replace(/\/src\/(?!.*\/src\/)/, "/dist/") : importer);
}
