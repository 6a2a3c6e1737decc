// Geometry of the tree: which subtrees a proof names, and on which side. RFC 9162, sections 2.1.3.1 and 2.1.4.1.
// Sizes and indexes are safe integers, so no bit operators (they stop at 32 bits).

/** Root of the perfect subtree over the leaves index·2^level up to, not including, (index+1)·2^level. */
export interface TreeNode {
  readonly level: number;
  readonly index: number;
}

/** The leaves from `begin` up to, not including, `end`: a subtree of the RFC's recursion, perfect or at the right edge. */
export interface Subtree {
  readonly begin: number;
  readonly end: number;
}

/** A subtree that is joined on the given side on the way up to the root. */
export interface Sibling extends Subtree {
  readonly side: 'left' | 'right';
}

/** The size of a tree: a safe integer, not negative. */
export function isTreeSize(size: number): boolean {
  return Number.isSafeInteger(size) && size >= 0;
}

/** The largest power of two below `width` (at least 2): where the RFC splits a tree. */
function splitPoint(width: number): number {
  let power = 1;
  while (power * 2 < width) power *= 2;
  return power;
}

/** The perfect subtrees that make up a subtree of the RFC's recursion, largest (left-most) first. */
export function perfectSubtrees({ begin, end }: Subtree): TreeNode[] {
  const nodes: TreeNode[] = [];
  let at = begin;
  while (at < end) {
    let level = 0;
    let width = 1;
    while (width * 2 <= end - at && at % (width * 2) === 0) {
      width *= 2;
      level += 1;
    }
    nodes.push({ level, index: at / width });
    at += width;
  }
  return nodes;
}

/** The siblings from the leaf up to the root of a tree of `size`; index < size. */
export function inclusionPath(index: number, size: number): Sibling[] {
  const path: Sibling[] = [];
  let begin = 0;
  let end = size;
  while (end - begin > 1) {
    const middle = begin + splitPoint(end - begin);
    if (index < middle) {
      path.push({ side: 'right', begin: middle, end });
      end = middle;
    } else {
      path.push({ side: 'left', begin, end: middle });
      begin = middle;
    }
  }
  return path.toReversed();
}

/**
 * What a consistency proof between two sizes (0 < size1 < size2) names: the subtree both trees share at the old tree's
 * right edge, then the siblings from there up. `shared` is null when that subtree is the whole old tree, whose root the verifier has.
 */
export function consistencyPath(size1: number, size2: number): { shared: Subtree | null; siblings: Sibling[] } {
  const path: Sibling[] = [];
  let begin = 0;
  let end = size2;
  while (end !== size1) {
    const middle = begin + splitPoint(end - begin);
    if (size1 <= middle) {
      path.push({ side: 'right', begin: middle, end });
      end = middle;
    } else {
      path.push({ side: 'left', begin, end: middle });
      begin = middle;
    }
  }
  return { shared: begin === 0 ? null : { begin, end }, siblings: path.toReversed() };
}
