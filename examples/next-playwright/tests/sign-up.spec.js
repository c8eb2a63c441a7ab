import { expect, test } from 'trunkline/testing/playwright'

async function askForCode(page, number) {
  await page.goto('/')
  await page.getByLabel('Your number').fill(number)
  await page.getByRole('button', { name: 'Send me a code' }).click()
}

async function give(page, code) {
  await page.getByLabel('The code').fill(code)
  await page.getByRole('button', { name: 'Sign up' }).click()
}

test('somebody signs up with the code that comes by text', async ({ page, phone }) => {
  await askForCode(page, phone.number)
  await give(page, await phone.waitForCode())
  await expect(page.getByText(`Welcome, ${phone.number}!`)).toBeVisible()
})

test('another code does not do, and the right one still does', async ({ page, phone }) => {
  await askForCode(page, phone.number)
  const code = await phone.waitForCode()
  await give(page, code === '123456' ? '123457' : '123456')
  await expect(page.getByText('That is another code.')).toBeVisible()
  await give(page, code)
  await expect(page.getByText(/^Welcome/)).toBeVisible()
})

test('a number that gets no texts is refused', async ({ page }) => {
  await askForCode(page, '+1555')
  await expect(page.getByText('We cannot send texts to this number.')).toBeVisible()
})

test('a text is answered, and its signature was checked', async ({ phone, request }) => {
  const { status, replies } = await phone.send('Hello', { to: process.env.TWILIO_PHONE_NUMBER })
  expect([status, replies[0].body]).toEqual([200, 'You wrote “Hello”. A person reads it soon.'])
  const forged = await request.post('/api/sms', { form: { Body: 'Hello' } })
  expect(forged.status()).toBe(403)
})
