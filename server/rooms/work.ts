/** How much of the server's time each person has used of late, over all their sockets and documents. */
import type { PersonId } from '#lib/model/id.ts';
import { Budget } from './budget.ts';
import type { Limits } from './limits.ts';

export class Work {
  readonly #rule: Limits['work'];
  readonly #budgets = new Map<PersonId, Budget>();

  constructor(rule: Limits['work']) {
    this.#rule = rule;
  }

  /** Something of this person took so long; answers how long they have to wait for more. Milliseconds, all of them. */
  take(person: PersonId, ms: number, nowMs: number): number {
    let budget = this.#budgets.get(person);
    if (!budget) this.#budgets.set(person, (budget = new Budget(this.#rule, nowMs)));
    return budget.take(ms, nowMs);
  }

  /** Forgets who has used nothing that is not paid back: not at the end of a socket, or coming back would pay. */
  tick(nowMs: number): void {
    for (const [person, budget] of this.#budgets) if (budget.isFull(nowMs)) this.#budgets.delete(person);
  }
}
