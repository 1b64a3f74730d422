/** The value stored under the key, made and stored on first use. */
export function remember<Key extends WeakKey, Value>(
  store: WeakMap<Key, Value>,
  key: Key,
  make: () => Value,
): Value {
  const known = store.get(key);
  if (known !== undefined) return known;
  const made = make();
  store.set(key, made);
  return made;
}
