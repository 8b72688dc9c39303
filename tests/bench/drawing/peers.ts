/** The two usual ways to draw marks in a browser, each as well as it goes without cunning: what ours is measured by. */
import type { Viewport } from '#lib/editor/viewport.ts';
import { opsOf, type Shape } from '#lib/model/shape.ts';

export type Mark = {
  readonly id: string;
  readonly shape: Shape;
  readonly color: string;
  /** null: it is drawn without. */
  readonly name: string | null;
};

export interface Peer {
  draw(marks: readonly Mark[], viewport: Viewport): void;
  destroy(): void;
}

const SPACE = 'http://www.w3.org/2000/svg';

/** An element for each, whose attributes are set on every frame. */
export class SvgPeer implements Peer {
  readonly #svg = document.createElementNS(SPACE, 'svg');
  readonly #parts = new Map<string, { readonly line: SVGElement; readonly text: SVGTextElement | null }>();

  constructor({ width, height }: { readonly width: number; readonly height: number }) {
    this.#svg.setAttribute('width', String(width));
    this.#svg.setAttribute('height', String(height));
    document.body.append(this.#svg);
  }

  draw(marks: readonly Mark[], viewport: Viewport): void {
    for (const { id, shape, color, name } of marks) {
      const { line, text } = this.#parts.get(id) ?? this.#make(id, shape, color, name);
      const { x, y } = viewport.toScreen(opsOf(shape.kind).bounds(shape));
      text?.setAttribute('x', String(x));
      text?.setAttribute('y', String(y - 4));
      if (shape.kind === 'box') {
        line.setAttribute('x', String(x));
        line.setAttribute('y', String(y));
        line.setAttribute('width', String(shape.w * viewport.scaleX));
        line.setAttribute('height', String(shape.h * viewport.state.value.scale));
      } else {
        const points = opsOf(shape.kind).outline(shape) ?? [];
        line.setAttribute(
          'points',
          points.map((point) => viewport.toScreen(point)).map((at) => `${at.x},${at.y}`).join(' '), // prettier-ignore
        );
      }
    }
  }

  destroy(): void {
    this.#svg.remove();
  }

  #make(id: string, shape: Shape, color: string, name: string | null) {
    const line = document.createElementNS(SPACE, shape.kind === 'box' ? 'rect' : 'polygon');
    line.setAttribute('fill', 'none');
    line.setAttribute('stroke', color);
    line.setAttribute('stroke-width', '2');
    this.#svg.append(line);
    const text = name === null ? null : document.createElementNS(SPACE, 'text');
    if (text) {
      text.textContent = name;
      text.setAttribute('fill', color);
      text.setAttribute('font-size', '12');
      this.#svg.append(text);
    }
    const made = { line, text };
    this.#parts.set(id, made);
    return made;
  }
}

/** All of it painted anew on every frame. */
export class CanvasPeer implements Peer {
  readonly #canvas = document.createElement('canvas');

  constructor({ width, height }: { readonly width: number; readonly height: number }) {
    this.#canvas.width = width;
    this.#canvas.height = height;
    document.body.append(this.#canvas);
  }

  draw(marks: readonly Mark[], viewport: Viewport): void {
    const context = this.#canvas.getContext('2d');
    if (!context) throw new Error('This browser has no Canvas2D.');
    context.clearRect(0, 0, this.#canvas.width, this.#canvas.height);
    context.lineWidth = 2;
    context.font = '12px sans-serif';
    for (const { shape, color, name } of marks) {
      context.strokeStyle = context.fillStyle = color;
      const outline = (opsOf(shape.kind).outline(shape) ?? []).map((point) => viewport.toScreen(point));
      context.beginPath();
      for (const [n, { x, y }] of outline.entries()) {
        if (n === 0) context.moveTo(x, y);
        else context.lineTo(x, y);
      }
      context.closePath();
      context.stroke();
      if (name === null) continue;
      const { x, y } = viewport.toScreen(opsOf(shape.kind).bounds(shape));
      context.fillText(name, x, y - 4);
    }
  }

  destroy(): void {
    this.#canvas.remove();
  }
}
