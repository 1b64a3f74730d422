/**
 * A text from somebody's file as a terminal may be given it: control characters, by which a netlist could drive the terminal,
 * become `�`; line ends and tabs stay.
 */
export function printable(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
  return text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, "\ufffd");
}
