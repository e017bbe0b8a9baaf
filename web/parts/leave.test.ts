/** When three times Shift means "leave", and when somebody only writes. */
import { beforeEach, expect, test, vi } from 'vitest'

vi.stubGlobal('location', { pathname: '/a/today' })
const { createShiftCounter } = await import('./leave.ts')

let press: ReturnType<typeof createShiftCounter>
const typed = (...keys: string[]) => keys.map((key, i) => press(key, i * 300)).at(-1)
beforeEach(() => {
  press = createShiftCounter()
})

test('Shift three times in a row leaves', () => {
  expect(typed('Shift', 'Shift')).toBe(false)
  expect(press('Shift', 900)).toBe(true)
})

test('Noor Wrote To Sam: capital letters, and nobody leaves', () => {
  expect(typed('Shift', 'N', 'Shift', 'W', 'Shift', 'T')).toBe(false)
  expect(typed('Shift', 'N', 'Shift', 'W', 'Shift')).toBe(false)
})

test('three times in a long evening do not leave', () => {
  expect([0, 4000, 9500].map((ms) => press('Shift', ms))).toEqual([false, false, false])
})
