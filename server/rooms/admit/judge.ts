/** What the new writes of an update are, once it is known where they lie: valid, complete, and by whom they may be. */
import { sameValue } from '#lib/doc/edit/put.ts';
import { shortened } from '#lib/doc/entity/faults.ts';
import type { Chain } from './chain.ts';
import type { Container } from './container.ts';
import type { Placing } from './placing.ts';
import { refuse, refuseRemoval } from './refused.ts';
import type { Guard, ValueRule } from './rule.ts';
import type { Owners, Writer } from './writer.ts';

/** Throws Refused. */
export function judge(placing: Placing, writer: Writer, owners: Owners): void {
  for (const chain of placing.chains) {
    if (chain.rule.kind === 'container') judgeContainer(chain);
    else judgeValues(chain, chain.rule, writer, owners);
  }
  for (const container of placing.made) judgeWhole(container);
}

/** A map is made where there was nothing, by one write, and is never replaced. */
function judgeContainer(chain: Chain): void {
  const { before, writes, container, key } = chain;
  const [made] = writes;
  if (before || writes.length > 1) refuse(`${nameOf(chain)} is there already, and is never replaced`);
  if (made?.content.kind !== 'map') refuse(`“${shortened(key)}” of ${container.rule.noun} is no map`);
}

function judgeValues(chain: Chain, rule: ValueRule, writer: Writer, owners: Owners): void {
  const { container, writes, newest, before } = chain;
  if (rule.once) judgeOnce(chain);
  if (rule.guard) judgeClaim(chain, rule.guard, writer, owners);
  for (const { content } of writes) {
    if (content.kind !== 'values') continue;
    for (const value of content.values)
      if (!rule.valid(value, container.entity)) refuse(`${nameOf(chain)} is not valid`);
  }
  if (newest && newest !== before && 'from' in newest && newest.content.kind !== 'values') refuseRemoval();
}

/** Made again after a refusal, a mark that is there after all has its values set anew: to the same ones. */
function judgeOnce(chain: Chain): void {
  const { container, before, writes } = chain;
  if (container.isNew) {
    if (writes.length > 1 || writes[0]?.length !== 1) refuse(`${nameOf(chain)} is written once`);
    return;
  }
  const there: unknown = before?.content.getContent().at(-1) ?? null;
  for (const { content } of writes) {
    const values = content.kind === 'values' ? content.values : [];
    if (!values.every((value) => sameValue(value, there))) refuse(`${nameOf(chain)} never changes`);
  }
}

function judgeClaim({ container, before }: Chain, guard: Guard, writer: Writer, owners: Owners): void {
  const { entity } = container;
  if (!entity || entity.isNew) return;
  const author = entity.maker === undefined ? undefined : owners.ownerOf(entity.maker);
  const holder = before && owners.ownerOf(before.id.client);
  if (!guard.allows({ writer, author, holder })) refuse(guard.sentence);
}

function judgeWhole({ rule, chains }: Container): void {
  for (const key of rule.required) if (!chains.has(key)) refuse(`${rule.noun} was made without its “${key}”`);
}

/** `“kind” of a track`, `“12” of the keyframes of a track` */
function nameOf({ container, key }: Chain): string {
  return `“${shortened(key)}” of ${container.rule.noun}`;
}
