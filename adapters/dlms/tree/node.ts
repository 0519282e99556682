/** One line of a decoded message and what hangs below it. Text is as it was decoded: whoever shows it escapes it. */
export interface TreeNode {
  label: string;
  text?: string;
  children?: readonly TreeNode[];
}

/** Nodes as lines, two spaces a level. */
export function* linesOf(node: TreeNode, indent = ''): Generator<string> {
  yield `${indent}${node.label}${node.text === undefined ? '' : `: ${node.text}`}`;
  for (const child of node.children ?? []) yield* linesOf(child, `${indent}  `);
}
