/** An account may choose in which codes and words it is refused. */
export const errorEras = {
  name: '0005-error-eras',
  statements: (): readonly string[] => ['alter table account add column error_era text'],
} as const
