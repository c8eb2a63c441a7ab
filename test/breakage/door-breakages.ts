import type { Breakage } from './breakage.ts'

/** What would open the console to others. */
export const doorBreakages: readonly Breakage[] = [
  {
    what: 'a login changes things without an Origin',
    file: 'src/control/access.ts',
    from: 'if (isOwn && (origin !== undefined || !changes)) return',
    to: 'if (isOwn) return',
    test: 'src/control/access.test.ts',
    name: 'does not open to a change without an Origin',
  },
  {
    what: 'a one-time token opens twice',
    file: 'src/control/door/log-in.ts',
    from: 'passwordHash, tokenHash: null, tokenUntil: null, epoch',
    to: 'passwordHash, epoch',
    test: 'test/console/door.test.ts',
    name: 'opens once with the token that the first start shows',
  },
  {
    what: 'a token opens at two processes at once',
    file: 'src/control/door/log-in.ts',
    from: 'outcome(operations, [unchanged(door)])',
    to: 'outcome(operations)',
    test: 'test/console/door.test.ts',
    name: 'is one for several processes',
  },
  {
    what: 'an id that was exchanged counts for ever',
    file: 'src/domain/console-door.ts',
    from: '(until === null || now < until)',
    to: '(until === null || now > 0)',
    test: 'test/console/door.test.ts',
    name: 'exchanges the id of a session each hour',
  },
  {
    what: 'whoever follows goes on when the login is over',
    file: 'src/control/control.ts',
    from: 'AbortSignal.any([gone.signal, closing, ...over])',
    to: 'AbortSignal.any([gone.signal, closing, ...over.slice(1)])',
    test: 'src/control/door/logged-in.test.ts',
    name: 'who follows by a login is told what happens until the login is over',
  },
]
