/** `40 874`: groups parted by a space that does not break, in all three languages. */
export function sayNumber(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+(?!\d))/g, "\u00a0");
}

/** A number that the server counted only up to its limit carries a plus. */
export function sayCount({ value, exact }: { value: number; exact: boolean }): string {
  return exact ? sayNumber(value) : `${sayNumber(value)}+`;
}

/** `850101 100 002`. */
export function sayIin(iin: string): string {
  return iin.replace(/^(\d{6})(\d{3})(\d{3})$/, "$1 $2 $3");
}

/** `+7 701 234 56 78`. */
export function sayPhone(phone: string): string {
  return phone.replace(/^\+7(\d{3})(\d{3})(\d{2})(\d{2})$/, "+7 $1 $2 $3 $4");
}
