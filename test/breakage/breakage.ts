/** A small fault that somebody could make, and the test that has to notice it. */
export interface Breakage {
  /** What the fault does, in words. */
  what: string
  file: string
  /** Stands in the file exactly once. */
  from: string
  to: string
  /** The test file, and a part of the name of a test in it. */
  test: string
  name: string
}
