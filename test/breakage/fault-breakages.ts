import type { Breakage } from './breakage.ts'

/** Faults in what goes wrong on purpose. */
export const faultBreakages: readonly Breakage[] = [
  {
    what: 'a fault happens more often than it may',
    file: 'src/store/faults.ts',
    from: '("count" is null or done + ${wanted} <= "count") returning done`',
    to: '("count" is null or done < "count") returning done`',
    test: 'src/store/faults.test.ts',
    name: 'it is taken as often as is left',
  },
  {
    what: 'luck does not hang on the seed',
    file: 'src/domain/fault.ts',
    from: '`${seed} ${time} ${luck}`',
    to: '`${seed * 0} ${time} ${luck}`',
    test: 'src/domain/fault.test.ts',
    name: 'another seed, and another name, are other luck',
  },
  {
    what: 'those who meet a fault at the same moment have the same number',
    file: 'src/faults/decide.ts',
    from: 'last - times + 1 + i)',
    to: 'last)',
    test: 'src/faults/set-faults.test.ts',
    name: 'those who come at the same moment have the luck',
  },
  {
    what: 'a fault of one account meets the others',
    file: 'src/domain/fault.ts',
    from: 'if (accountSid !== null && accountSid !== facts.account) return false',
    to: '',
    test: 'test/faults/webhook.test.ts',
    name: 'what is set for another account, address, kind or status changes nothing',
  },
  {
    what: 'an answer is lost before anything was done',
    file: 'src/api/meet-faults.ts',
    from: "if (effect.when === 'after')",
    to: "if (effect.when === 'before')",
    test: 'test/faults/api.test.ts',
    name: 'an answer is lost after everything was kept',
  },
  {
    what: 'a receipt that is lost comes',
    file: 'src/carriers/faulty-carrier.ts',
    from: "if (effect?.do === 'lose-receipt') continue",
    to: '',
    test: 'test/faults/carrier.test.ts',
    name: 'a receipt is lost: the message arrives, and stays sent',
  },
  {
    what: 'what is held back is not told when a later one was',
    file: 'src/webhooks/faulty-webhooks.ts',
    from: 'if (other && isBefore(other.token, token)) return',
    to: '',
    test: 'test/faults/presets.test.ts',
    name: 'out-of-order-callbacks',
  },
]
