/** The worker of a page: the store lives here, off the page, and serves every open tab; lines come to it when there are any. */
import { createDevice } from '../store/device.ts'
import { serveTabs } from '../store/tabs.ts'

serveTabs(self, createDevice(), async (store) => (await import('./guest.ts')).openGuest(store))
