/**
 * What a scanner reads from a box of vaccine: a GS1 code (01 product, 17 expiry, 10 series), or the printed series alone.
 */
export interface LotCode {
  series: string;
  expiresOn: string | null;
}

const GS1 = /^(?:\]?[CDQ]\d)?01\d{14}17(\d{2})(\d{2})(\d{2})10([!-~]{1,20})$/;
const SERIES = /^[0-9A-Z][0-9A-Z\-/.]{3,19}$/;

export function readLotCode(text: string): LotCode | null {
  const code = text.trim().toUpperCase();
  const found = GS1.exec(code);
  if (found) {
    const [, year, month, day, series = ""] = found;
    return { series, expiresOn: `20${year}-${month}-${day === "00" ? lastDay(Number(year), Number(month)) : day}` };
  }
  return SERIES.test(code) && /\d/.test(code) ? { series: code, expiresOn: null } : null;
}

/** Day 00 of GS1 is the month's last. */
function lastDay(year: number, month: number): string {
  return String(new Date(Date.UTC(2000 + year, month, 0)).getUTCDate()).padStart(2, "0");
}
