/** The worker of a page: the store lives here, off the page, and serves every open tab. */
import { createDevice } from '../store/device.ts'
import { serveTabs } from '../store/tabs.ts'

serveTabs(self, createDevice())
