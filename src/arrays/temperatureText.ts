/** A temperature as a sentence has it: two decimals, two digits where those would hide it. */
export function temperatureText(temperature: number): string {
  if (temperature >= 0.1 && temperature < 1000) return temperature.toFixed(2);
  return String(Number(temperature.toPrecision(temperature < 1 ? 2 : 4)));
}
