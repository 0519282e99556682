/** Faulty meters that no generated scenario of the fixed seeds kills, and why none reaches them. */
export const SURVIVORS: Readonly<Record<string, string>> = {};
