/**
 * The camera, for as long as it takes to find an invitation. It is asked for when somebody wants to scan and let go as
 * soon as this is gone from the screen. The picture goes through this phone's own decoder and nowhere else.
 */
import { useSignal } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import { announce } from '../../parts/status.tsx'
import en from '../../words/en/pair.json'
import { words } from '../../words.ts'

const t = words('pair', en)

/** Points across: enough for a square that fills a third of the picture, and quick on an old phone. */
const acrossPx = 480
const everyMs = 180

export function Scan({ onFound, onStop }: { onFound: (text: string) => void; onStop: () => void }) {
  const video = useRef<HTMLVideoElement>(null)
  const refused = useSignal(false)
  useEffect(() => {
    const element = video.current
    if (!element) return
    return watchCamera(element, {
      onFound: (text) => {
        announce(t('scanned'))
        onFound(text)
      },
      onRefused: () => {
        refused.value = true
      },
    })
  }, [])
  return (
    <div class="stack tight">
      {refused.value ? (
        <p class="note" role="status">
          {t('scanNo')}
        </p>
      ) : (
        <>
          <div class="camera">
            <video ref={video} muted playsInline aria-label={t('scanText')} />
          </div>
          <p class="hint">{t('scanText')}</p>
        </>
      )}
      <button type="button" class="quiet" onClick={onStop}>
        {t('scanStop')}
      </button>
    </div>
  )
}

/** Returns how to stop. */
function watchCamera(
  video: HTMLVideoElement,
  told: { readonly onFound: (text: string) => void; readonly onRefused: () => void },
): () => void {
  let over = false
  let stream: MediaStream | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  const stop = () => {
    over = true
    clearTimeout(timer)
    for (const track of stream?.getTracks() ?? []) track.stop()
    video.srcObject = null
  }
  const start = async () => {
    const [{ decodeQR }, camera] = await Promise.all([
      import('qr/decode.js'),
      navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' }, audio: false }),
    ])
    stream = camera
    // Gone from the screen while the person was asked.
    if (over) return stop()
    video.srcObject = camera
    await video.play()
    const read = () => {
      if (over) return
      const text = textIn(video, decodeQR)
      if (text === undefined) timer = setTimeout(read, everyMs)
      else {
        stop()
        told.onFound(text)
      }
    }
    read()
  }
  start().catch(() => {
    const wasOver = over
    stop()
    if (!wasOver) told.onRefused()
  })
  return stop
}

const canvas = () => document.createElement('canvas')
let drawing: HTMLCanvasElement | undefined

function textIn(
  video: HTMLVideoElement,
  decode: (image: { width: number; height: number; data: Uint8ClampedArray }) => string,
): string | undefined {
  const { videoWidth, videoHeight } = video
  if (videoWidth === 0) return undefined
  drawing ??= canvas()
  drawing.width = acrossPx
  drawing.height = Math.round((acrossPx * videoHeight) / videoWidth)
  const context = drawing.getContext('2d', { willReadFrequently: true })
  if (!context) return undefined
  context.drawImage(video, 0, 0, drawing.width, drawing.height)
  try {
    return decode(context.getImageData(0, 0, drawing.width, drawing.height))
  } catch {
    // No square in this picture. The next one may have it.
    return undefined
  }
}
