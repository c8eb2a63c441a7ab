// oxlint-disable-next-line import/no-default-export -- Playwright wants one.
export default {
  testDir: '.',
  testMatch: /playwright.*\.test\.mjs/,
  workers: 1,
  reporter: [['json']],
  outputDir: './results',
}
