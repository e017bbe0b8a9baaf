/**
 * The phone changes hands. As soon as this screen opens nobody is "here": what was on the screen before cannot be
 * reached any more, and whoever says who they are opens their own lock, if they have one.
 */
import './people.css'
import { useEffect } from 'preact/hooks'
import { invited } from '../invited.ts'
import { FlowerFace, flowerName } from '../parts/flowers.tsx'
import { Heading } from '../parts/heading.tsx'
import { Icon } from '../parts/icon.tsx'
import { Top } from '../parts/top.tsx'
import { restart } from '../router.ts'
import { writeSnapshot } from '../snapshot.ts'
import { useTend } from '../tend.ts'
import en from '../words/en/people.json'
import { words } from '../words.ts'

const t = words('people', en)

export default function Pass() {
  const tend = useTend()
  useEffect(() => {
    restart('/a/pass')
    writeSnapshot(undefined)
    tend.lent.value = undefined
    // Again afterwards: Today may have been on its way to remember one more picture.
    if (tend.here.value) void tend.switchTo(undefined).then(() => writeSnapshot(undefined))
  }, [])
  const come = async (space: string) => {
    await tend.switchTo(space)
    restart(invited.value === undefined ? '/a/today' : '/a/join')
  }
  return (
    <div class="screen whole">
      <Top />
      <Heading>{t('who')}</Heading>
      <p class="lead">{t('whoText')}</p>
      <ul class="who">
        {tend.residents.value.map(({ space, name, flower = 'marigold', lock }) => (
          <li key={space}>
            <button type="button" class="person" onClick={() => come(space)}>
              <FlowerFace flower={flower} size="big" />
              <span>
                <span class="serif">
                  {name ? t('iam', { name }) : t('iamUnnamed', { flower: flowerName(flower).toLowerCase() })}
                </span>
                {lock && (
                  <small>
                    <Icon name="lock" size={16} />
                    {t('locked')}
                  </small>
                )}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  )
}
