/** A class without Object's prototype: its instances are plain fast records in which `__proto__` is a key like any other. */
const PlainRecord = function PlainRecord() {} as unknown as new () => Record<string, never>;
PlainRecord.prototype = Object.create(null);

/** An empty record that inherits nothing, so that any name is safe as a key. */
export function emptyRecord<T>(): Record<string, T> {
  return new PlainRecord() as Record<string, T>;
}
