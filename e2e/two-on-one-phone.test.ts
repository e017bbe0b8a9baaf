/** Noor and Sam on one phone, and Kit, who picks it up. */
import { afterAll, expect, test } from 'vitest'
import { addresses } from './addresses.ts'
import { closeBrowser, openPhone, type Phone, sight, soon, still } from './phone.ts'
import {
  answerQuestion,
  begin,
  beginHabit,
  checkIn,
  findInStory,
  handTo,
  join,
  readStory,
  screenText,
  seeNowhere,
  setLock,
  takeCopy,
  tellDay,
  thank,
} from './steps.ts'
import { restingTraces } from './traces.ts'

afterAll(closeBrowser)

/** Opens every address there is as the person who is here, and looks for a word that is not theirs. */
async function walkEverywhere(phone: Phone, word: string) {
  for (const path of addresses) {
    if (path === '/a/pass' || path === new URL(phone.page.url()).pathname) continue
    await phone.visit(path)
    await seeNowhere(phone.page, word)
  }
}

/** Noor and Sam live here, and Noor has a question before her that both will answer. */
async function askedTogether() {
  const phone = await openPhone(still)
  const { page } = phone
  await begin(page)
  await join(page, 'Sam')
  await handTo(page, 'Noor')
  await phone.open('/a/question')
  await page.getByRole('button', { name: 'Answer together on this phone' }).click()
  return { phone, page }
}

test('Sam joins on Noor’s phone, and nothing of Noor is on the screen from then on', async () => {
  const phone = await openPhone(still)
  const { page } = phone
  await begin(page)
  await thank(page, 'carried the wolframite upstairs')
  await phone.open('/a/you/people')
  await phone.axe()
  await page.getByRole('button', { name: 'Add a person' }).click()
  await page.getByRole('heading', { name: 'A second person on this phone' }).waitFor()
  await phone.axe()
  await page.getByRole('button', { name: 'Pass the phone to them' }).click()
  await page.getByText('From here on nothing of yours is on the screen.').waitFor()
  await seeNowhere(page, 'wolframite')
  await phone.axe()

  // Not even Back, or an address, leads to what was Noor's.
  await phone.open('/a/story')
  expect(page.url()).toContain('/a/pass')
  await seeNowhere(page, 'wolframite')
  await phone.axe()
  await page.getByRole('button', { name: 'I am Noor' }).click()
  await page.locator('.hero .name', { hasText: 'Noor' }).waitFor()

  await join(page, 'Sam')
  await page.locator('.hero .name', { hasText: 'Sam' }).waitFor()
  await seeNowhere(page, 'wolframite')
  await phone.axe()
  await phone.close()
})

test('Sam may say “Not now”, and leaves no trace of having been asked', async () => {
  const phone = await openPhone(still)
  const { page } = phone
  await begin(page)
  const before = await takeCopy(page)
  await phone.open('/a/you/people')
  await page.getByRole('button', { name: 'Add a person' }).click()
  await page.getByRole('button', { name: 'Pass the phone to them' }).click()
  await page.getByRole('button', { name: 'I have the phone' }).click()
  await page.getByLabel('What may Tend call you?').fill('Sam the hesitant')
  await phone.axe()
  await page.getByRole('button', { name: 'Not now' }).click()
  await page.getByRole('button', { name: 'I am Noor' }).click()
  await page.locator('.hero .name', { hasText: 'Noor' }).waitFor()
  await phone.open('/a/you/people')
  expect(await screenText(page)).toContain('You are the only one who uses Tend on this phone')
  await seeNowhere(page, 'hesitant')
  expect(JSON.stringify((await restingTraces(page)).local)).not.toContain('hesitant')
  expect((await takeCopy(page)).records).toEqual(before.records)
  await phone.close()
})

test('Noor and Sam answer apart, behind the veil, and then both see both', async () => {
  const { phone, page } = await askedTogether()
  await page.getByText('Noor writes first').waitFor()
  await phone.axe()
  await page.getByLabel('Your answer').fill('Noor says: the marmalade bridge')
  await page.getByRole('button', { name: 'Pass the phone to Sam' }).click()

  await page.getByText('Nothing that was written can be seen here.').waitFor()
  await seeNowhere(page, 'marmalade')
  await phone.axe()
  // A reload in the middle finds the veil, not the words.
  await page.reload()
  await page.getByText('Nothing that was written can be seen here.').waitFor()
  await seeNowhere(page, 'marmalade')

  await page.getByRole('button', { name: 'I am Sam' }).click()
  await page.getByText('Sam, your turn').waitFor()
  await seeNowhere(page, 'marmalade')
  await page.getByLabel('Your answer').fill('Sam says: the tin whistle')
  await seeNowhere(page, 'marmalade')
  await phone.axe()
  await page.getByRole('button', { name: 'Show both answers' }).click()
  await page.getByText('What you both wrote').waitFor()
  await page.getByText('the marmalade bridge').waitFor()
  expect(await screenText(page)).toContain('the tin whistle')
  await phone.axe()

  for (const who of ['Noor', 'Sam']) {
    await handTo(page, who)
    const story = await readStory(page)
    expect(story).toContain('the marmalade bridge')
    expect(story).toContain('the tin whistle')
  }
  await phone.close()
})

test('Either of them may stop before both have written, and nothing is shown to the other', async () => {
  const { phone, page } = await askedTogether()
  await page.getByLabel('Your answer').fill('Noor says: a marmalade secret')
  await page.getByRole('button', { name: 'Pass the phone to Sam' }).click()
  await page.getByRole('button', { name: 'I am Sam' }).click()
  await page.getByLabel('Your answer').fill('Sam says: a whistle half blown')
  await page.getByRole('button', { name: 'Stop here' }).click()
  await page.getByRole('button', { name: 'I am Noor' }).waitFor()
  await seeNowhere(page, 'marmalade')
  await seeNowhere(page, 'whistle')
  await page.getByRole('button', { name: 'I am Noor' }).click()
  await page.getByText('Nothing was shown or shared.').waitFor()
  await seeNowhere(page, 'whistle')
  await handTo(page, 'Sam')
  expect(await findInStory(page, 'marmalade')).toEqual([])
  await phone.close()
})

test('What Sam wrote by turns and did not keep waits for Sam, and only for Sam', async () => {
  const phone = await openPhone({ ...still, at: '2026-11-25T23:50:00+01:00' })
  const { page } = phone
  await begin(page)
  await join(page, 'Sam')
  await tellDay(page, 'a lantern kept before', 'nothing')
  await handTo(page, 'Noor')
  await phone.open('/a/day')
  await page.getByText('Both of us', { exact: true }).click()
  await page.getByLabel('The high').fill('Noor says: the marmalade bridge')
  await page.getByRole('button', { name: 'Keep it and pass the phone to Sam' }).click()
  await page.getByRole('button', { name: 'I am Sam' }).click()
  await page.getByLabel('The high').fill('Sam says: the tin whistle')

  // Midnight comes while Sam is writing: nothing changes hands.
  await sight(page, 'hidden')
  await page.clock.setSystemTime(new Date('2026-11-26T00:10:00+01:00'))
  await sight(page, 'visible')
  await page.getByText('This is about Wednesday 25 November.').waitFor()
  expect(await page.getByLabel('The high').inputValue()).toBe('Sam says: the tin whistle')
  await seeNowhere(page, 'marmalade')
  await phone.axe()
  await page.reload()
  await page.getByText('Nothing that was written can be seen here.').waitFor()
  await seeNowhere(page, 'whistle')
  await page.getByRole('button', { name: 'Stop here' }).click()
  await page.getByRole('button', { name: 'I am Noor' }).click()
  await page.getByRole('heading', { name: 'How was the day?' }).waitFor()
  await seeNowhere(page, 'whistle')
  await seeNowhere(page, 'You began this')
  await walkEverywhere(phone, 'whistle')

  await handTo(page, 'Sam')
  await phone.open('/a/day')
  await page.getByText('You began this on Wednesday 25 November').waitFor()
  // Neither what was kept for oneself nor what was begun by turns takes the place of the other.
  expect(await page.getByLabel('The high').inputValue()).toBe(
    'a lantern kept before\n\nSam says: the tin whistle',
  )
  await page.getByRole('button', { name: 'Keep it' }).click()
  await page.locator('.hero').waitFor()
  expect(await findInStory(page, 'whistle')).toHaveLength(1)
  await handTo(page, 'Noor')
  expect(await findInStory(page, 'whistle')).toEqual([])
  await phone.close()
})

test('Sam stops from the veil, and half an answer waits on Sam’s own table', async () => {
  const { phone, page } = await askedTogether()
  await page.getByLabel('Your answer').fill('Noor says: a marmalade secret')
  await page.getByRole('button', { name: 'Pass the phone to Sam' }).click()
  await page.getByRole('button', { name: 'I am Sam' }).click()
  await page.getByLabel('Your answer').fill('Sam says: a whistle half blown')
  await page.reload()
  await page.getByRole('button', { name: 'Stop here' }).click()
  await page.getByRole('button', { name: 'I am Noor' }).click()
  await page.getByText('Nothing was shown or shared.').waitFor()
  await seeNowhere(page, 'whistle')
  await handTo(page, 'Sam')
  await phone.open('/a/question')
  await page.getByRole('button', { name: 'Write an answer' }).click()
  expect(await page.getByLabel('Your answer').inputValue()).toBe('Sam says: a whistle half blown')
  await seeNowhere(page, 'marmalade')
  await phone.close()
})

test('What Noor keeps for herself is on none of Sam’s screens, and the other way round', async () => {
  const phone = await openPhone(still)
  const { page } = phone
  await begin(page)
  const question = await answerQuestion(page, 'a quokkalike answer')
  await thank(page, 'fed the quokkalike')
  await checkIn(page, 'quokkalike day')
  await tellDay(page, 'quokkalike high', 'quokkalike low')
  await beginHabit(page, 'wave at the quokkalike')
  // Something begun and not finished is hers too.
  await phone.open('/a/bids')
  await page.getByLabel('One I noticed').fill('a quokkalike glance')
  await join(page, 'Sam')

  expect(question).not.toContain('quokkalike')
  await walkEverywhere(phone, 'quokkalike')
  expect(await findInStory(page, 'quokkalike')).toEqual([])
  expect((await takeCopy(page)).text).not.toContain('quokkalike')

  await thank(page, 'hid the zorbing ticket')
  await checkIn(page, 'zorbing on my mind')
  await thank(page, 'brought the lanternfish home', { shared: true })
  await handTo(page, 'Noor')
  await walkEverywhere(phone, 'zorbing')
  expect(await findInStory(page, 'zorbing')).toEqual([])
  expect((await takeCopy(page)).text).not.toContain('zorbing')
  // What was meant for both is there for both.
  expect(await findInStory(page, 'lanternfish')).toHaveLength(1)
  expect((await findInStory(page, 'quokkalike')).length).toBeGreaterThanOrEqual(4)
  await phone.close()
})

test('An entry of Noor’s cannot be opened by its address while Sam is here', async () => {
  const phone = await openPhone(still)
  const { page } = phone
  await begin(page)
  await thank(page, 'kept the obsidian promise')
  await readStory(page)
  const entry = await page.locator('li.told a').first().getAttribute('href')
  await phone.open(entry ?? '')
  expect(await screenText(page)).toContain('obsidian')
  await join(page, 'Sam')
  await phone.open(entry ?? '')
  await page.getByText('It is not here any more').waitFor()
  await seeNowhere(page, 'obsidian')
  await phone.axe()
  await phone.close()
})

test('Kit tries codes at Noor’s lock, waits longer each time, and deletes nothing', async () => {
  const phone = await openPhone({ ...still, at: '2026-11-25T09:30:00+01:00' })
  const { page } = phone
  await begin(page)
  await thank(page, 'told me about the gyrfalcon')
  await setLock(page, 'four walls hold')
  await phone.open('/a/today')
  await page.getByText('This part of the phone is locked.').waitFor()
  await seeNowhere(page, 'gyrfalcon')
  await seeNowhere(page, 'Noor')
  await phone.axe()

  const files = (await restingTraces(page)).files
  for (let tries = 1; tries <= 4; tries++) {
    await page.getByLabel('Your code').fill(`guess ${tries}`)
    await page.getByRole('button', { name: 'Open', exact: true }).click()
    await page.getByText('That was not the code.').waitFor()
    await soon(() => page.getByLabel('Your code').inputValue()).toBe('')
  }
  await page.getByText(/You can try again in \d seconds?\./).waitFor()
  await phone.axe()
  expect((await restingTraces(page)).files).toEqual(files)

  // The right code has to wait as well, also on a page that was opened anew.
  await page.reload()
  await page.getByText(/You can try again in \d seconds?\./).waitFor()
  await page.getByLabel('Your code').fill('four walls hold')
  await page.getByRole('button', { name: 'Open', exact: true }).click()
  await page.getByText('This part of the phone is locked.').waitFor()

  // Help is open meanwhile, and nothing else is.
  await page.getByRole('link', { name: 'If something is wrong' }).click()
  await page.getByRole('heading', { name: 'People to call' }).waitFor()
  await page.goBack()
  for (const path of ['/a/story', '/a/you/data', '/a/garden', '/a/you']) {
    await phone.open(path)
    await page.getByText('This part of the phone is locked.').waitFor()
    await seeNowhere(page, 'gyrfalcon')
  }

  await page.clock.fastForward('01:00')
  await page.getByLabel('Your code').fill('four walls hold')
  await page.getByRole('button', { name: 'Open', exact: true }).click()
  await page.getByText('You and this phone').first().waitFor()
  await page.getByRole('button', { name: 'Back' }).click()
  await page.locator('.hero .name', { hasText: 'Noor' }).waitFor()
  await page.getByRole('link', { name: 'Story' }).click()
  await page.getByText('told me about the gyrfalcon').waitFor()
  await phone.close()
})

test('A lock lets the other person in on their own side, and not on Noor’s', async () => {
  const phone = await openPhone(still)
  const { page } = phone
  await begin(page)
  await join(page, 'Sam')
  await handTo(page, 'Noor')
  await thank(page, 'told me about the gyrfalcon')
  await setLock(page, 'four walls hold')
  await handTo(page, 'Sam')
  expect(await findInStory(page, 'gyrfalcon')).toEqual([])
  await phone.open('/a/pass')
  await page.getByRole('button', { name: 'I am Noor' }).click()
  await page.getByText('This part of the phone is locked.').waitFor()
  await handTo(page, 'Noor', 'four walls hold')
  await page.getByRole('link', { name: 'Story' }).click()
  await page.getByText('told me about the gyrfalcon').waitFor()
  await phone.close()
})
