type Target = object
type Metadata = Map<unknown, unknown>

/**
 * What @peculiar/x509 wants of `Reflect`: its container of algorithms keeps notes about classes there. Other programs' notes are
 * left alone: nothing is done where these functions are there.
 */
export function provideReflectMetadata(): void {
  if ('getMetadata' in Reflect) return
  const kept = new WeakMap<Target, Metadata>()
  const own = (key: unknown, target: Target) => kept.get(target)?.get(key)
  Object.assign(Reflect, {
    defineMetadata(key: unknown, value: unknown, target: Target) {
      const notes = kept.get(target) ?? new Map<unknown, unknown>()
      kept.set(target, notes.set(key, value))
    },
    getOwnMetadata: own,
    getMetadata(key: unknown, target: Target) {
      let at: object | null = target
      while (at !== null && !kept.get(at)?.has(key)) at = Object.getPrototypeOf(at) as object | null
      return at === null ? undefined : own(key, at)
    },
  })
}
