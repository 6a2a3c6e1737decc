type Joined<Parts extends readonly object[]> = Parts extends readonly [infer First, ...infer Rest extends readonly object[]] ? First & Joined<Rest> : unknown;

/** All parts as one object. Throws RangeError where two have a member of the same name: the later would silently take the earlier one's place. */
export function joined<const Parts extends readonly object[]>(...parts: Parts): Joined<Parts> {
  const names = parts.flatMap((part) => Object.keys(part));
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) throw new RangeError(`two parts have ${twice}`);
  return Object.assign({}, ...parts) as Joined<Parts>;
}
