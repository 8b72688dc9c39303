/** The light of the screens. It belongs to the room one sits in, so it is the browser's: a cookie, which the first page already follows. */
export const THEMES = ['dark', 'dim', 'light', 'system'] as const;
export type Theme = (typeof THEMES)[number];

export const THEME_NAMES: Readonly<Record<Theme, string>> = {
  dark: 'Dark',
  dim: 'Dim',
  light: 'Light',
  system: 'As the system',
};

export const THEME_COOKIE = 'theme';
const YEAR_S = 365 * 86_400;

/** What a cookie says; dark where it says nothing we know. */
export function themeOf(value: string | null | undefined): Theme {
  return THEMES.find((theme) => theme === value) ?? 'dark';
}

/** Of the page as it stands. */
export function themeNow(): Theme {
  return themeOf(document.documentElement.dataset['theme']);
}

/** At once, and in every page from now on. */
export function wear(theme: Theme): void {
  document.documentElement.dataset['theme'] = theme;
  const secure = location.protocol === 'https:' ? '; secure' : '';
  document.cookie = `${THEME_COOKIE}=${theme}; path=/; max-age=${YEAR_S}; samesite=lax${secure}`;
}

/** The one after this: what the key and the palette's entry turn to. */
export function themeAfter(theme: Theme): Theme {
  return THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length] ?? 'dark';
}
