/** What was typed into a form. */

/** The words of a field, cut to a length; '' where it is missing or holds a file. */
export function formText(form: FormData, name: string, longest = 1000): string {
  const value = form.get(name);
  return typeof value === 'string' ? value.slice(0, longest) : '';
}
