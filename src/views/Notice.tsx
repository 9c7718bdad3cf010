/** A sentence about what was just done, over the page for a moment, and read out. */
import { useEffect, useState } from 'react';
import './notice.css';

export interface Said {
  readonly text: string;
}

interface NoticeProps {
  /** A new object says its text again. */
  readonly said: Said | null;
}

/** How long it is to be seen, in milliseconds. */
const SEEN_FOR = 4000;

export function Notice({ said }: NoticeProps) {
  const [over, end] = useState<Said | null>(null);
  useEffect(() => {
    if (!said) return;
    const timer = window.setTimeout(end, SEEN_FOR, said);
    return () => window.clearTimeout(timer);
  }, [said]);
  return (
    <p className="notice" role="status">
      {said && said !== over && <span>{said.text}</span>}
    </p>
  );
}
