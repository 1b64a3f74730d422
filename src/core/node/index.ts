export { compiledModule } from "./compiled-module.js";
export { isDiskFull, writeDurably } from "./durable-file.js";
export { makeFolder } from "./make-folder.js";
