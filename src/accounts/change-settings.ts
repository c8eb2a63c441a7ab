/** Puts chosen settings in place of those before: what is left out stays as it is, what is empty is cleared. */
export function changeSettings<Settings extends object>(
  before: Settings,
  chosen: { [S in keyof Settings]?: NonNullable<Settings[S]> },
): Settings {
  const given = Object.entries(chosen).filter(([, value]) => value !== undefined)
  return { ...before, ...Object.fromEntries(given.map(([name, value]) => [name, value === '' ? null : value])) }
}
