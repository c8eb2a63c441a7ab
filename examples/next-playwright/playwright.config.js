import { defineConfig } from '@playwright/test'

const port = Number(process.env.PORT ?? 3000)
const url = `http://localhost:${port}`

export default defineConfig({
  testDir: 'tests',
  globalSetup: './tests/webhooks.js',
  outputDir: 'test-results',
  reporter: 'list',
  use: {
    baseURL: url,
    // Where a browser is installed already; else `npx playwright install chromium` gets one.
    launchOptions: { executablePath: process.env.CHROMIUM_PATH, args: ['--disable-gpu'] },
  },
  // It inherits what `trunkline exec` gave: credentials, and that calls to twilio.com stay on this machine.
  webServer: { command: `next build --webpack && next start --port ${port}`, url, timeout: 120_000 },
})
