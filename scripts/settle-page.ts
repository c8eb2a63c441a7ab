import type { Page, Request } from '@playwright/test'

/** Waits until the page asks nothing any more, but to be told what happens. */
export async function settlePage(page: Page): Promise<void> {
  const under = new Set<Request>()
  page.on('request', (request) => !request.url().includes('/events') && under.add(request))
  page.on('requestfinished', (request) => under.delete(request))
  page.on('requestfailed', (request) => under.delete(request))
  for (let quiet = 0, looks = 0; quiet < 3 && looks < 50; looks++) {
    await page.waitForTimeout(100)
    quiet = under.size === 0 ? quiet + 1 : 0
  }
}
