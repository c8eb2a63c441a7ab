/** Turns a pattern in which `*` stands for any digit into one for LIKE. Only digits, `+` and `*` can match at all. */
export const likeOf = (pattern: string) => `%${pattern.replace(/[%_\\]/g, '').replaceAll('*', '_')}%`
