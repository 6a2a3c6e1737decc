/** The first `count` of the items, greatest score first, without sorting the rest. `compare` orders those of one score, and no two alike. */
export function bestOf<T>(items: Iterable<T>, count: number, score: (item: T) => number, compare: (a: T, b: T) => number): T[] {
  const best: { readonly item: T; readonly score: number }[] = [];
  let least = -Infinity;
  for (const item of items) {
    const own = score(item);
    if (own < least) continue;
    let at = best.length;
    while (at > 0 && (best[at - 1]!.score < own || (best[at - 1]!.score === own && compare(item, best[at - 1]!.item) < 0))) at -= 1;
    if (at === count) continue;
    best.splice(at, 0, { item, score: own });
    if (best.length > count) best.pop();
    if (best.length === count) least = best[count - 1]!.score;
  }
  return best.map(({ item }) => item);
}
