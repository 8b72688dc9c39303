/** Fingers and a pen on the picture, on a tablet's screen. */
import type { CDPSession } from '@playwright/test';
import type { Desk } from './desk.ts';
import { expect, test, type Demo } from './test.ts';

test.use({ ground: 'touch' });
test.afterEach(({ demo }) => demo.clearDesks());

type Point = readonly [x: number, y: number];

/** A hand on the glass. */
class Glass {
  readonly #line: CDPSession;
  constructor(line: CDPSession) {
    this.#line = line;
  }

  /** Fingers are put down, move and are lifted together; each goes from one place to another. */
  async fingers(ways: readonly { readonly from: Point; readonly to: Point }[]): Promise<void> {
    const at = (share: number) =>
      ways.map(({ from, to }, id) => ({
        x: from[0] + (to[0] - from[0]) * share,
        y: from[1] + (to[1] - from[1]) * share,
        id,
      }));
    await this.#touch('touchStart', at(0));
    for (const share of [0.25, 0.5, 0.75, 1]) await this.#touch('touchMove', at(share));
    await this.#touch('touchEnd', []);
  }

  async pen(from: Point, to: Point): Promise<void> {
    await this.#pen('mouseMoved', from, false);
    await this.#pen('mousePressed', from, true);
    for (const share of [0.3, 0.6, 1])
      await this.#pen(
        'mouseMoved',
        [from[0] + (to[0] - from[0]) * share, from[1] + (to[1] - from[1]) * share],
        true,
      );
    await this.#pen('mouseReleased', to, false);
  }

  async #touch(type: 'touchStart' | 'touchMove' | 'touchEnd', touchPoints: object[]): Promise<void> {
    await this.#line.send('Input.dispatchTouchEvent', { type, touchPoints } as never);
  }

  async #pen(
    type: 'mouseMoved' | 'mousePressed' | 'mouseReleased',
    [x, y]: Point,
    down: boolean,
  ): Promise<void> {
    await this.#line.send('Input.dispatchMouseEvent', {
      type,
      x,
      y,
      button: type === 'mouseMoved' && !down ? 'none' : 'left',
      buttons: down ? 1 : 0,
      clickCount: type === 'mouseMoved' ? 0 : 1,
      pointerType: 'pen',
    });
  }
}

async function open(demo: Demo): Promise<{ desk: Desk; glass: Glass }> {
  const desk = await demo.desk('Maya Okafor');
  await desk.page.setViewportSize({ width: 1024, height: 768 });
  const line = await desk.page.context().newCDPSession(desk.page);
  await line.send('Emulation.setTouchEmulationEnabled', { enabled: true, maxTouchPoints: 5 });
  return { desk, glass: new Glass(line) };
}

const zoom = (desk: Desk) => desk.picture.getByRole('button', { name: /^Zoom/ });

test('one finger draws, two move and zoom the picture, and draw nothing', async ({ demo }) => {
  const { desk, glass } = await open(demo);
  await desk.key('b');
  await desk.label('Pleural line');
  await glass.fingers([{ from: await desk.place([0.4, 0.3]), to: await desk.place([0.55, 0.45]) }]);
  await expect(desk.object('Pleural line 1')).toBeVisible();
  await expect(zoom(desk)).toHaveText(/fits/);
  await glass.fingers([
    { from: await desk.place([0.45, 0.5]), to: await desk.place([0.3, 0.5]) },
    { from: await desk.place([0.55, 0.5]), to: await desk.place([0.7, 0.5]) },
  ]);
  await expect(zoom(desk)).not.toHaveText(/fits/);
  await expect(desk.object('Pleural line 2')).toHaveCount(0);
  await desk.isSaved();
});

test('once a pen was there, it draws and a finger moves the picture; its hand is no finger', async ({
  demo,
}) => {
  const { desk, glass } = await open(demo);
  await desk.key('b');
  await desk.label('B-line');
  await glass.pen(await desk.place([0.4, 0.3]), await desk.place([0.5, 0.6]));
  await expect(desk.object('B-line 1')).toBeVisible();
  // The hand that holds the pen comes down with it.
  await glass.fingers([{ from: await desk.place([0.7, 0.7]), to: await desk.place([0.6, 0.6]) }]);
  await expect(zoom(desk)).toHaveText(/fits/);
  await desk.page.waitForTimeout(900);
  await glass.fingers([{ from: await desk.place([0.7, 0.7]), to: await desk.place([0.5, 0.6]) }]);
  await expect(zoom(desk)).not.toHaveText(/fits/);
  await expect(desk.object('B-line 2')).toHaveCount(0);
});
