import { withMinus } from './numberText';

/** A temperature as a sentence has it: two decimals, two digits where those would hide it. */
export function temperatureText(temperature: number): string {
  if (temperature >= 0.1 && temperature < 1000) return temperature.toFixed(2);
  const rounded = Number(temperature.toPrecision(temperature < 1 ? 2 : 4));
  return temperature >= 1000 ? rounded.toLocaleString('en-US') : withMinus(String(rounded));
}
