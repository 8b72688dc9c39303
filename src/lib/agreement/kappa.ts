/** Agreement on categories beyond chance. What was not labelled is a category of its own. */

/** What each rater says of one unit, and how many such units there are. */
export type Rated = { readonly said: readonly (string | null)[]; readonly count: number };

export type Kappa = {
  /** null: not defined, as everybody uses one and the same category. */
  readonly kappa: number | null;
  /** Share of what is said alike, 0 to 1: of pairs of raters. */
  readonly observed: number;
  /** Units. */
  readonly n: number;
  /** Cohen 1960 (Educ. Psychol. Meas. 20:37) for two raters, Fleiss 1971 (Psychol. Bull. 76:378) for more. */
  readonly name: 'Cohen' | 'Fleiss';
};

/** Of two or more raters who all have rated every unit; the counts are whole numbers above 0. null without units. */
export function kappaOf(units: readonly Rated[]): Kappa | null {
  const n = units.reduce((sum, { count }) => sum + count, 0);
  const raters = units[0]?.said.length ?? 0;
  if (n === 0 || raters < 2) return null;
  let observed = 0;
  /** How often each rater uses each category. */
  const uses = Array.from({ length: raters }, () => new Map<string, number>());
  for (const { said, count } of units) {
    const counts = new Map<string, number>();
    for (const [rater, value] of said.entries()) {
      const key = keyOf(value);
      counts.set(key, (counts.get(key) ?? 0) + 1);
      const own = uses[rater];
      own?.set(key, (own.get(key) ?? 0) + count);
    }
    const alike = [...counts.values()].reduce((sum, one) => sum + one * (one - 1), 0);
    observed += (count * alike) / (raters * (raters - 1)) / n;
  }
  const categories = new Set(uses.flatMap((own) => [...own.keys()]));
  const chance = [...categories].reduce((sum, key) => {
    const shares = uses.map((own) => (own.get(key) ?? 0) / n);
    const mean = shares.reduce((all, one) => all + one, 0) / raters;
    return sum + (raters === 2 ? (shares[0] ?? 0) * (shares[1] ?? 0) : mean * mean);
  }, 0);
  const kappa = categories.size < 2 ? null : (observed - chance) / (1 - chance);
  return { kappa, observed, n, name: raters === 2 ? 'Cohen' : 'Fleiss' };
}

/** Nothing is no name of a category. */
function keyOf(value: string | null): string {
  return value === null ? '' : `=${value}`;
}
