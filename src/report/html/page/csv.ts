/** As RFC 4180 has it. Text that a spreadsheet would take for a formula is kept text by an apostrophe. */
export function cell(text: string): string {
  const isFormula = /^[=+@\t\r]|^-(?![\d.])/.test(text);
  const plain = isFormula ? `'${text}` : text;
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}
