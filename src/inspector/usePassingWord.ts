import { useEffect, useState } from 'preact/hooks';

/** A word that is said and gone after a while. */
export function usePassingWord(): [string, (word: string) => void] {
  const [said, say] = useState('');
  useEffect(() => {
    if (!said) return;
    const timer = setTimeout(() => say(''), 2000);
    return () => clearTimeout(timer);
  }, [said]);
  return [said, say];
}
