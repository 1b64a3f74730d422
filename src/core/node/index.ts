export { isDiskFull, writeDurably } from "./durable-file.js";
