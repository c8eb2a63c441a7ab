import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'

/** What keeps people from using a page, by axe's rules: each with where it is. */
export async function obstacles(page: Page): Promise<readonly (readonly [rule: string, places: readonly string[]])[]> {
  // Legacy mode looks at this page alone: there are no frames in it, for which it would open another page.
  const { violations } = await new AxeBuilder({ page })
    .setLegacyMode()
    .options({ resultTypes: ['violations'], preload: false })
    .analyze()
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])
}
